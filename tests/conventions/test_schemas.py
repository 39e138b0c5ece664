"""The schemas keep their house style, take the documents of the design, and refuse what they must refuse.

Each example is the smallest file that uses everything; a variant or a defect is an example with one change.
All persons are invented: their numbers are mock numbers (month + 60).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

XSD = Path(__file__).parents[2] / "xsd" / "v1"
NAMESPACES = {
    "common": "urn:raas:common:v1",
    "voucher": "urn:raas:voucher:v1",
    "registration": "urn:raas:reg:v1",
    "population": "urn:raas:pop:v1",
    "replacement": "urn:raas:rpl:v1",
    "mutation": "urn:raas:mut:v1",
    "reconciliation": "urn:raas:rec:v1",
    "person": "urn:raas:per:v1",
    "ack": "urn:raas:ack:v1",
    "rsp": "urn:raas:rsp:v1",
    "consultation": "urn:raas:con:v1",
    "consulted": "urn:raas:consulted:v1",
    "nrp": "urn:raas:nrp:v1",
    "nmu": "urn:raas:nmu:v1",
    "bas": "urn:raas:bas:v1",
    "network": "urn:raas:net:v1",
    "nne": "urn:raas:nne:v1",
    "dimona": "urn:raas:dimona:v1",
}
SCHEMAS = sorted(XSD.glob("*.xsd"))
XS = "{http://www.w3.org/2001/XMLSchema}"
DECLARATIONS = {XS + kind for kind in ("element", "attribute")}
TYPES = {XS + kind for kind in ("simpleType", "complexType", "group")}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

KSZ = "<organizationIdentification><cbeNumber>0244640631</cbeNumber></organizationIdentification>"
USER = "<organizationIdentification><cbeNumber>0314595348</cbeNumber></organizationIdentification>"
TO_US = f"""<sender><ticket>a1</ticket>{USER}</sender><receiver>{KSZ}</receiver>
  <legalContext>REGISTER_MAINTENANCE</legalContext><sequenceNumber>1</sequenceNumber>"""
FROM_US = f"""<sender>{KSZ}</sender><receiver><ticket>a1</ticket>{USER}</receiver>
  <legalContext>REGISTER_MAINTENANCE</legalContext><sequenceNumber>7</sequenceNumber>"""
HASH = "0123456789abcdef" * 4
OTHER_HASH = HASH[::-1]
ANSWERED = f"""<file><flow>REG</flow><fileName>REG.0314595348.20261122.00001.T.xml</fileName>
  <fileSequenceNumber>1</fileSequenceNumber><fileSize>1234</fileSize><sha256>{HASH}</sha256>
  <recordCount>2</recordCount></file>"""

FILE = "<fileName>REG.0314595348.20261122.00001.T.xml</fileName><fileSequenceNumber>1</fileSequenceNumber>"
CONSULTED = f"""<dossiers>
    <dossier><ssin canceled="true" replacedBy="66641099851">66641099752</ssin><dossierType>EMPLOYEE</dossierType>
      <line><period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period>
        <causes count="43"><register recordId="A1">{FILE}</register><unregister>{FILE}</unregister>
          <replaced>{FILE}<eventId>RN:1</eventId><eventDate>2026-11-20</eventDate><ssin>66641066692</ssin>
            <replacedBy>66641099752</replacedBy></replaced></causes></line>
      <line><period><beginDate>2021-01-01</beginDate></period></line></dossier>
  </dossiers>"""

EXAMPLES = {
    "voucher": f"""<v:voucher xmlns:v="urn:raas:voucher:v1">
  <flow>REG</flow> <schemaVersion>1</schemaVersion> <environment>T</environment>
  <sender><ticket>a1</ticket>{USER}</sender> <receiver>{KSZ}</receiver>
  <legalContext>REGISTER_MAINTENANCE</legalContext>
  <fileName>REG.0314595348.20261122.00001.T.xml</fileName> <fileSequenceNumber>1</fileSequenceNumber>
  <fileCreationTimestamp>2026-11-22T08:00:00+01:00</fileCreationTimestamp>
  <fileSize>1234</fileSize> <sha256>{HASH}</sha256> <recordCount>2</recordCount>
  <processingMode>INDEPENDENT</processingMode> <previousSha256>{HASH[::-1]}</previousSha256>
  <digests><logNumber>17</logNumber>
    <digest><dossierType>EMPLOYEE</dossierType><lines>2</lines><sha256>{OTHER_HASH}</sha256></digest></digests>
</v:voucher>""",
    "registration": f"""<reg:registrationsRequest xmlns:reg="urn:raas:reg:v1">{TO_US}
  <registrations>
    <register recordId="A1"><ssin>66641066692</ssin><dossierType>EMPLOYEE</dossierType>
      <period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period>
      <person><lastName>Dubois</lastName><firstName>Zoé</firstName><birthDate>1966-04-00</birthDate>
        <gender>F</gender></person></register>
    <unregister recordId="A2"><ssin>66641066692</ssin><dossierType>EMPLOYEE</dossierType>
      <period><beginDate>2020-03-01</beginDate></period></unregister>
    <register recordId="A3"><ssin>66641099752</ssin><dossierType>017</dossierType>
      <period><beginDate>2021-01-01</beginDate></period></register>
  </registrations>
</reg:registrationsRequest>""",
    "population": f"""<pop:populationRequest xmlns:pop="urn:raas:pop:v1">{TO_US}
  <persons>
    <person recordId="1"><ssin canceled="true" replacedBy="66641099752">66641066692</ssin>
      <register>BIS</register><lastName>Dubois</lastName>
      <firstName>Zoé</firstName><firstName>Anne</firstName><firstName>Lou</firstName>
      <birthDate>1966-00-00</birthDate><gender>F</gender><deceaseDate>2025-06-00</deceaseDate>
      <nationalities><nationality><countryCode>150</countryCode></nationality></nationalities>
      <civilState><code>20</code><beginDate>1990-05-00</beginDate></civilState>
      <address><countryCode>150</countryCode><cityCode>21004</cityCode><postalCode>1000</postalCode>
        <street>Willebroekkaai</street><houseNumber>38</houseNumber><boxNumber>2</boxNumber></address>
    </person>
    <person recordId="2"><ssin>66641099752</ssin><register>NR</register><lastName>Peeters</lastName>
      <birthDate>1966-04-10</birthDate></person>
  </persons>
</pop:populationRequest>""",
    "replacement": f"""<rpl:replacementsRequest xmlns:rpl="urn:raas:rpl:v1">{TO_US}
  <events>
    <replaced recordId="1"><eventId>RN:2026-11-20.1</eventId><eventDate>2026-11-20</eventDate>
      <ssin>66641066692</ssin><replacedBy>66641099752</replacedBy></replaced>
    <canceled recordId="2"><eventId>2f1c0f5e-6a53-4c8e-9d0b-5f1f6a0c7e11</eventId><eventDate>2026-11-21</eventDate>
      <ssin>66641066494</ssin></canceled>
    <revoked recordId="3"><eventId>RN_3</eventId><eventDate>2026-11-22</eventDate>
      <revokedEventId>RN:2026-11-20.1</revokedEventId></revoked>
  </events>
</rpl:replacementsRequest>""",
    "mutation": f"""<mut:mutationsRequest xmlns:mut="urn:raas:mut:v1">{TO_US}
  <mutations>
    <mutation recordId="1"><eventId>RN:2026-11-20.1</eventId><eventDate>2026-11-20</eventDate>
      <ssin>66641066692</ssin><correction>true</correction>
      <name><lastName>Dubois</lastName><firstName>Zoé</firstName><firstName>Anne</firstName></name>
      <birth><birthDate>1966-00-00</birthDate></birth><gender><gender>F</gender></gender>
      <decease><deceaseDate>2025-06-00</deceaseDate></decease>
      <nationalities><nationality><countryCode>150</countryCode></nationality></nationalities>
      <civilState><code>20</code><beginDate>1990-05-00</beginDate></civilState>
      <address><countryCode>150</countryCode><street>Willebroekkaai</street></address></mutation>
    <mutation recordId="2"><eventId>RN_2</eventId><eventDate>2026-11-21</eventDate><ssin>66641099752</ssin>
      <gender/><decease/><nationalities/><civilState/><address/></mutation>
  </mutations>
</mut:mutationsRequest>""",
    "reconciliation": f"""<rec:reconciliationRequest xmlns:rec="urn:raas:rec:v1">{TO_US}
  <completeFor><dossierType>EMPLOYEE</dossierType></completeFor>
  <asOf><logNumber>17</logNumber></asOf>
  <lines>
    <line recordId="L1"><ssin>66641066692</ssin><dossierType>EMPLOYEE</dossierType>
      <period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period></line>
    <line recordId="L2"><ssin>66641099752</ssin><dossierType>017</dossierType>
      <period><beginDate>2021-01-01</beginDate></period></line>
  </lines>
</rec:reconciliationRequest>""",
    "person": f"""<per:personsRequest xmlns:per="urn:raas:per:v1">{TO_US}
  <requests>
    <search recordId="1"><lastName>Dubois</lastName><firstName>Zoé</firstName><firstName>Anne</firstName>
      <givenNameMatching>ALL_GIVENNAME</givenNameMatching>
      <birth><birthDate>1966-04-00</birthDate><tolerance>2</tolerance></birth><gender>F</gender>
      <maximumResultCount>80</maximumResultCount></search>
    <create recordId="2"><name><lastName>Dubois</lastName><firstName>Zoé</firstName></name>
      <birth><birthDate>1966-04-10</birthDate></birth><gender><gender>F</gender></gender>
      <address><countryCode>111</countryCode><cityName>Lille</cityName><street>Rue Nationale</street></address>
      <birthPlace><countryCode>150</countryCode><cityName>Namur</cityName></birthPlace>
      <otherPerson>66641066692</otherPerson></create>
    <update recordId="3"><ssin>66641099752</ssin><inceptionDate>2026-11-20</inceptionDate>
      <civilState><code>20</code></civilState></update>
  </requests>
</per:personsRequest>""",
    "ack": f"""<ack:fileAcknowledgement xmlns:ack="urn:raas:ack:v1">{FROM_US}{ANSWERED}
  <result>REFUSED</result><findingCount>1</findingCount>
  <findings><finding><code>RAAS0212</code><severity>FATAL</severity><line>5</line>
    <xpath>/reg:registrationsRequest/registrations/register[1]/ssin</xpath>
    <text>Eleven digits without separators</text></finding></findings>
</ack:fileAcknowledgement>""",
    "rsp": f"""<rsp:recordsResponse xmlns:rsp="urn:raas:rsp:v1">{FROM_US}{ANSWERED}
  <processingMode>ALL_OR_NOTHING</processingMode>
  <counts><read>2</read><ok>1</ok><nok>1</nok></counts> <logNumber>17</logNumber>
  <reconciliation><asOf><logNumber>16</logNumber></asOf><same>0</same><replaced>0</replaced><canceled>0</canceled>
    <periodsDiffer>1</periodsDiffer><notHere>0</notHere><failed>1</failed>
    <missingDossiers>1</missingDossiers><missingLines>1</missingLines>
    <undefinedDossierType>018</undefinedDossierType></reconciliation>
  <records>
    <record recordId="A1"><status>OK</status><code>RAAS0313</code>
      <information><fieldName>ssin</fieldName></information><replacedBy>66641099752</replacedBy>
      <reconciled><period><beginDate>2022-01-01</beginDate></period></reconciled></record>
    <record recordId="A2"><status>NOK</status><code>RAAS0424</code>
      <information><fieldName>payload</fieldName></information>
      <findings><finding><code>RAAS0212</code><severity>FATAL</severity><line>5</line>
        <xpath>/*/messages/*[2]/payload/*/dimonaNumber</xpath><text>Twelve digits</text></finding></findings></record>
    <record recordId="A3"><status>OK</status><code>MSG00000</code>{CONSULTED}</record>
    <record recordId="A4"><status>NOK</status><code>RAAS0342</code></record>
    <record recordId="A5"><status>OK</status><code>MSG00000</code><candidates>
      <candidate><ssin>66641099752</ssin><score>97</score><register>BIS</register>
        <name><lastName>Dubois</lastName><firstName>Zoé</firstName></name>
        <withheld><dataGroup>address</dataGroup></withheld></candidate></candidates></record>
    <record recordId="A6"><status>OK</status><code>MSG00000</code>
      <created><ssin>66641099752</ssin></created></record>
    <record recordId="A7"><status>NOK</status><code>RAAS0414</code><updated>
      <group><dataGroup>birth</dataGroup><status>NOK</status><code>RAAS0418</code></group></updated></record>
  </records>
  <dossiers>
    <dossier><ssin>66641099752</ssin><dossierType>EMPLOYEE</dossierType>
      <period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period>
      <period><beginDate>2021-01-01</beginDate></period></dossier>
    <dossier><ssin>66641066692</ssin><dossierType>EMPLOYEE</dossierType></dossier>
  </dossiers>
  <missingDossiers><missingDossier><ssin>66641066494</ssin><dossierType>EMPLOYEE</dossierType>
    <period><beginDate>2023-01-01</beginDate></period></missingDossier></missingDossiers>
</rsp:recordsResponse>""",
    "consultation": f"""<con:consultationsRequest xmlns:con="urn:raas:con:v1">{TO_US}
  <questions>
    <question recordId="Q1"><ssin>66641066692</ssin><dossierType>EMPLOYEE</dossierType>
      <period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period>
      <knownAt>2026-11-22T08:00:00+01:00</knownAt><lineage>true</lineage></question>
    <question recordId="Q2"><ssin>66641099752</ssin></question>
  </questions>
</con:consultationsRequest>""",
    "consulted": f"""<con:consultationResult xmlns:con="urn:raas:consulted:v1">
  {CONSULTED}
</con:consultationResult>""",
    "nrp": f"""<nrp:ssinReplacementsNotification xmlns:nrp="urn:raas:nrp:v1">{FROM_US}
  <day>2026-11-24</day> <fileClass>NORMAL</fileClass> <legalBasis>CSI/2026/145</legalBasis>
  <events>
    <replaced logNumber="17"><eventId>RN:2026-11-20.1</eventId><eventDate>2026-11-20</eventDate>
      <appliedDate>2026-11-24</appliedDate><ssin>66641066692</ssin><replacedBy>66641099752</replacedBy>
      <dossiers><dossier><ssin>66641066692</ssin><dossierType>EMPLOYEE</dossierType>
          <before><period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period></before><after/></dossier>
        <dossier><ssin>66641099752</ssin><dossierType>EMPLOYEE</dossierType><before/>
          <after><period><beginDate>2020-01-01</beginDate></period></after></dossier></dossiers></replaced>
    <canceled logNumber="18"><eventId>RN_2</eventId><eventDate>2026-11-21</eventDate>
      <appliedDate>2026-11-24</appliedDate><ssin>66641066494</ssin><dossiers/></canceled>
    <revoked logNumber="19"><eventId>RN_3</eventId><eventDate>2026-11-22</eventDate>
      <appliedDate>2026-11-24</appliedDate>
      <revokedEventId>RN:2026-11-20.0</revokedEventId><ssin>66641066593</ssin><replacedBy>66641099851</replacedBy>
      <dossiers/></revoked>
  </events>
</nrp:ssinReplacementsNotification>""",
    "nmu": f"""<nmu:mutationsNotification xmlns:nmu="urn:raas:nmu:v1">{FROM_US}
  <day>2026-11-24</day> <fileClass>BULK</fileClass> <legalBasis>CSI/2026/145</legalBasis>
  <mutations>
    <mutation logNumber="18"><eventId>RN:2026-11-20.7</eventId><eventDate>2026-11-20</eventDate>
      <appliedDate>2026-11-24</appliedDate><correction>true</correction><ssin>66641066692</ssin>
      <dossierTypes><dossierType>EMPLOYEE</dossierType><dossierType>017</dossierType></dossierTypes>
      <name><lastName>Dubois</lastName><firstName>Zoé</firstName></name><gender/>
      <withheld><dataGroup>address</dataGroup></withheld></mutation>
  </mutations>
</nmu:mutationsNotification>""",
    "bas": f"""<bas:baseFile xmlns:bas="urn:raas:bas:v1">{FROM_US}
  <day>2026-11-24</day> <legalBasis>CSI/2026/145</legalBasis> <logNumber>19</logNumber>
  <continuesWith><dailyFile><flow>NRP</flow><fileSequenceNumber>5</fileSequenceNumber></dailyFile></continuesWith>
  <dossiers>
    <dossier><ssin canceled="true">66641066494</ssin><dossierType>EMPLOYEE</dossierType>
      <period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period></dossier>
  </dossiers>
</bas:baseFile>""",
    "network": f"""<net:messagesRequest xmlns:net="urn:raas:net:v1">{TO_US}
  <messages>
    <message recordId="1"><messageId>DIM:2026-11-20.1</messageId><networkService>DIMONA</networkService>
      <messageDate>2026-11-20</messageDate><ssin>66641066692</ssin>
      <payload><d:any xmlns:d="urn:any" mark="1">text<more/></d:any></payload></message>
    <message recordId="2"><messageId>2</messageId><networkService>DM_2</networkService>
      <messageDate>2026-11-21</messageDate><ssin>66641099752</ssin><payload><any/></payload></message>
  </messages>
</net:messagesRequest>""",
    "nne": f"""<nne:networkMessagesNotification xmlns:nne="urn:raas:nne:v1">{FROM_US}
  <day>2026-11-24</day> <fileClass>NORMAL</fileClass> <legalBasis>CSI/2026/145</legalBasis>
  <networkService>DIMONA</networkService>
  <messages>
    <message logNumber="18"><messageId>DIM:2026-11-20.1</messageId><messageDate>2026-11-20</messageDate>
      <appliedDate>2026-11-24</appliedDate><ssin>66641066692</ssin><replacedBy>66641099752</replacedBy>
      <dossierTypes><dossierType>EMPLOYEE</dossierType><dossierType>017</dossierType></dossierTypes>
      <payload><d:any xmlns:d="urn:any"/></payload></message>
  </messages>
</nne:networkMessagesNotification>""",
    "dimona": """<d:dimonaMutation xmlns:d="urn:raas:dimona:v1">
  <mutationType>IN</mutationType> <dimonaNumber>123456789012</dimonaNumber>
  <employer><cbeNumber>0314595348</cbeNumber><nssoNumber>123456789</nssoNumber></employer>
  <worker><ssin>66641066692</ssin></worker>
  <employment><workerType>STU</workerType><jointCommission>200.01</jointCommission>
    <beginDate>2026-11-20</beginDate><endDate>2026-12-31</endDate><plannedHours>475</plannedHours></employment>
</d:dimonaMutation>""",
}

#: (schema, what stands in the example, what stands there instead): still a good file
VARIANTS = [
    ("voucher", "<ticket>a1</ticket>", ""),
    ("voucher", f"<previousSha256>{HASH[::-1]}</previousSha256>", ""),
    ("voucher", "08:00:00+01:00", "08:00:00.123456Z"),
    ("voucher", "08:00:00+01:00", "08:00:00"),
    ("voucher", "<fileSequenceNumber>1<", "<fileSequenceNumber>999999999999999<"),
    (
        "voucher",
        f"<digest><dossierType>EMPLOYEE</dossierType><lines>2</lines><sha256>{OTHER_HASH}</sha256></digest>",
        "",
    ),
    ("registration", "<ticket>a1</ticket>", ""),
    ("registration", "<firstName>Zoé</firstName>", ""),
    ("registration", "<period><beginDate>2020-03-01</beginDate></period>", ""),
    ("registration", ">2020-12-31<", ">9999-12-31<"),
    ("registration", ">2020-12-31<", ">2019-12-31<"),
    ("registration", "<ssin>66641099752", "<ssin>99999999999"),
    ("registration", ">Dubois<", "> Dubois <"),
    ("population", ' canceled="true" replacedBy="66641099752"', ""),
    ("population", "<gender>F<", "<gender>X<"),
    ("population", "<nationality><countryCode>150</countryCode></nationality>", ""),
    ("population", "<code>20</code><beginDate>1990-05-00</beginDate>", ""),
    ("replacement", ">2026-11-22<", ">2027-01-01<"),
    ("replacement", ">RN_3<", ">3<"),
    ("replacement", ">RN_3<", f">{'3' * 36}<"),
    ("mutation", "<correction>true</correction>", ""),
    ("mutation", "<correction>true<", "<correction>0<"),
    ("mutation", "<firstName>Zoé</firstName><firstName>Anne</firstName>", ""),
    ("mutation", "<gender/><decease/><nationalities/><civilState/><address/>", ""),
    ("mutation", "<beginDate>1990-05-00</beginDate>", ""),
    ("mutation", ">2026-11-21<", ">2027-01-01<"),
    ("person", "<firstName>Zoé</firstName><firstName>Anne</firstName>", ""),
    ("person", "<tolerance>2</tolerance>", ""),
    ("person", "ALL_GIVENNAME", "IGNORE_GIVENNAME"),
    ("person", "<cityName>Lille</cityName>", ""),
    ("person", "<otherPerson>66641066692</otherPerson>", ""),
    ("person", "<code>20</code>", ""),
    ("reconciliation", "<dossierType>EMPLOYEE</dossierType></completeFor>", "<allDossierTypes/></completeFor>"),
    ("reconciliation", "<dossierType>EMPLOYEE</dossierType></completeFor>", "</completeFor>"),
    ("reconciliation", "<asOf><logNumber>17</logNumber></asOf>", ""),
    ("reconciliation", "<logNumber>17</logNumber>", "<moment>2026-11-22T08:00:00</moment>"),
    ("ack", "<flow>REG</flow>", ""),
    ("ack", "<line>5</line>", ""),
    ("rsp", "<information><fieldName>ssin</fieldName></information>", ""),
    ("rsp", "<asOf><logNumber>16</logNumber></asOf>", ""),
    ("rsp", "<reconciled><period><beginDate>2022-01-01</beginDate></period></reconciled>", "<reconciled/>"),
    ("rsp", "<created><ssin>66641099752</ssin></created>", "<created/>"),
    ("rsp", "<withheld><dataGroup>address</dataGroup></withheld>", ""),
    ("rsp", CONSULTED, ""),
    ("consultation", "<lineage>true<", "<lineage>0<"),
    ("consultation", ">2026-11-22T08:00:00+01:00<", ">2026-11-22T08:00:00<"),
    ("consultation", "<dossierType>EMPLOYEE</dossierType>", ""),
    ("consultation", "<knownAt>2026-11-22T08:00:00+01:00</knownAt><lineage>true</lineage>", ""),
    ("consulted", ' canceled="true" replacedBy="66641099851"', ""),
    ("consulted", ' recordId="A1"', ""),
    ("nrp", "<replacedBy>66641099851</replacedBy>", ""),
    ("nmu", "<eventId>RN:2026-11-20.7</eventId>", ""),
    ("nmu", "<correction>true</correction>", ""),
    ("nmu", "<withheld><dataGroup>address</dataGroup></withheld>", ""),
    ("nmu", "<gender/>", "<gender/><address/>"),
    ("bas", "<dailyFile><flow>NRP</flow><fileSequenceNumber>5</fileSequenceNumber></dailyFile>", ""),
    ("bas", ' canceled="true"', ""),
    ("network", "<payload><any/></payload>", '<payload><any xmlns="urn:raas:net:v1"><ssin/></any></payload>'),
    ("network", ">2026-11-21<", ">2099-12-31<"),
    ("nne", "<replacedBy>66641099752</replacedBy>", ""),
    ("dimona", "<nssoNumber>123456789</nssoNumber>", ""),
    ("dimona", "<endDate>2026-12-31</endDate><plannedHours>475</plannedHours>", ""),
    ("dimona", ">200.01<", ">XXX<"),
]

#: (schema, what stands in the example, the defect): both validators refuse it
DEFECTS = [
    (
        "voucher",
        "<flow>REG</flow> <schemaVersion>1</schemaVersion>",
        "<schemaVersion>1</schemaVersion> <flow>REG</flow>",
    ),
    ("voucher", "<environment>T<", "<environment>A<"),
    ("voucher", f"<sha256>{HASH}<", f"<sha256>{HASH.upper()}<"),
    ("voucher", "<receiver>", "<receiver><ticket>b2</ticket>"),
    ("voucher", "0314595348</cbe", "314595348</cbe"),
    ("voucher", "<fileSequenceNumber>1<", "<fileSequenceNumber>0<"),
    ("voucher", "<fileSize>1234<", "<fileSize>-1<"),
    ("voucher", ">INDEPENDENT<", ">SOME<"),
    ("voucher", "2026-11-22T08", "2026-11-22T24"),
    ("registration", "<registrations>", "<reg:registrations/><registrations>"),
    ("registration", "<sequenceNumber>1</sequenceNumber>", ""),
    ("registration", "REGISTER_MAINTENANCE", "R"),
    ("registration", ' recordId="A3"', ""),
    ("registration", 'recordId="A3"', 'recordId="A 3"'),
    ("registration", 'recordId="A3"', 'recordId="A3" line="3"'),
    ("registration", "<ssin>66641099752", "<ssin>66.64.10-997.52"),
    ("registration", "<dossierType>017<", "<dossierType>type-017<"),
    ("registration", "<dossierType>017<", f"<dossierType>{'0' * 65}<"),
    ("registration", "<period><beginDate>2021-01-01</beginDate></period>", ""),
    ("registration", ">2021-01-01<", ">2021-02-29<"),
    ("registration", ">2021-01-01<", ">2021-01-01Z<"),
    ("registration", ">2021-01-01<", ">0000-01-01<"),
    ("registration", ">2021-01-01<", ">9999-12-31<"),
    ("registration", ">1966-04-00<", ">1966-00-04<"),
    ("registration", ">1966-04-00<", ">1966-13-00<"),
    ("registration", ">Dubois<", ">   <"),
    ("registration", "<gender>F<", "<gender>V<"),
    ("registration", "</period></unregister>", "</period><person/></unregister>"),
    ("population", "<register>NR<", "<register>RAN<"),
    ("population", "<firstName>Lou</firstName>", "<firstName>Lou</firstName><firstName>Fay</firstName>"),
    ("population", "<lastName>Peeters</lastName>", ""),
    ("population", "<code>20<", "<code>2<"),
    ("population", 'canceled="true"', 'canceled="yes"'),
    ("replacement", ">RN_3<", "><"),
    ("replacement", ">RN_3<", ">RN 3<"),
    ("replacement", ">RN_3<", f">{'3' * 37}<"),
    ("replacement", ">2026-11-22<", ">2026-11-00<"),
    ("replacement", ' recordId="3"', ""),
    ("replacement", "<replacedBy>66641099752</replacedBy>", ""),
    ("replacement", "<ssin>66641066494</ssin>", "<ssin>66641066494</ssin><replacedBy>66641099752</replacedBy>"),
    ("replacement", "<revokedEventId>RN:2026-11-20.1</revokedEventId>", "<ssin>66641066494</ssin>"),
    ("mutation", "<gender/><decease/>", "<decease/><gender/>"),
    ("mutation", "<gender/><decease/>", "<gender/><gender/>"),
    ("mutation", "<gender/><decease/>", "<name/><decease/>"),
    ("mutation", "<gender/><decease/>", "<birth/><gender/>"),
    ("mutation", "<code>20</code>", ""),
    ("mutation", "<countryCode>150</countryCode></nationality>", "</nationality>"),
    ("mutation", "<correction>true<", "<correction>yes<"),
    ("mutation", "<eventId>RN_2</eventId>", ""),
    ("mutation", ">2026-11-21<", ">2026-11-00<"),
    ("mutation", ' recordId="2"', ""),
    ("voucher", "<logNumber>17</logNumber>", ""),
    ("reconciliation", "<logNumber>17</logNumber>", ""),
    ("reconciliation", "<asOf><logNumber>17</logNumber></asOf>", "<asOf><logNumber>-1</logNumber></asOf>"),
    ("reconciliation", "<completeFor><dossierType>EMPLOYEE</dossierType></completeFor>", ""),
    ("reconciliation", "<period><beginDate>2021-01-01</beginDate></period>", ""),
    ("reconciliation", ' recordId="L2"', ""),
    ("person", "<tolerance>2<", "<tolerance>11<"),
    ("person", "<tolerance>2<", "<tolerance>-1<"),
    ("person", ">80</maximumResultCount>", ">81</maximumResultCount>"),
    ("person", "ALL_GIVENNAME", "SOUNDS_LIKE"),
    ("person", "<birthDate>1966-04-00</birthDate>", ""),
    ("person", "<inceptionDate>2026-11-20</inceptionDate>", ""),
    ("person", ' recordId="3"', ""),
    ("person", "<countryCode>150</countryCode><cityName>Namur</cityName>", "<cityName>Namur</cityName>"),
    ("ack", ">REFUSED<", ">MAYBE<"),
    ("ack", ">RAAS0212<", ">E212<"),
    ("ack", "<findingCount>1</findingCount>", ""),
    ("rsp", "<status>NOK</status><code>RAAS0342</code>", "<code>RAAS0342</code>"),
    ("rsp", "<nok>1</nok>", ""),
    ("rsp", "<code>RAAS0342</code>", "<code>RAAS342</code>"),
    ("rsp", "<score>97<", "<score>101<"),
    ("rsp", " <logNumber>17</logNumber>", ""),
    ("consultation", "<lineage>true<", "<lineage>yes<"),
    ("consultation", ">2026-11-22T08:00:00+01:00<", ">2026-11-22<"),
    ("consultation", ' recordId="Q2"', ""),
    ("consultation", "<ssin>66641099752</ssin>", ""),
    ("consulted", "<period><beginDate>2021-01-01</beginDate></period>", ""),
    ("consulted", ' count="43"', ""),
    ("consulted", "<eventId>RN:1</eventId>", ""),
    ("nrp", ' logNumber="18"', ""),
    ("nrp", "<replacedBy>66641099752</replacedBy>", ""),
    ("nrp", "<before/>", ""),
    ("nrp", "<fileClass>NORMAL<", "<fileClass>NORMAL DAY<"),
    ("nrp", "<legalBasis>CSI/2026/145<", "<legalBasis> <"),
    ("nrp", "<legalBasis>CSI/2026/145<", f"<legalBasis>{'1' * 101}<"),
    ("nmu", "<dataGroup>address<", "<dataGroup>street<"),
    ("nmu", "<dossierType>EMPLOYEE</dossierType><dossierType>017</dossierType>", ""),
    ("nmu", "<name><lastName>Dubois</lastName>", "<name>"),
    ("nmu", ' logNumber="18"', ' logNumber="-1"'),
    ("bas", "<period><beginDate>2020-01-01</beginDate><endDate>2020-12-31</endDate></period>", ""),
    ("bas", "<logNumber>19</logNumber>", ""),
    ("bas", "<fileSequenceNumber>5<", "<fileSequenceNumber>0<"),
    ("rsp", "<text>Twelve digits</text>", ""),
    ("network", "<payload><any/></payload>", "<payload/>"),
    ("network", "<payload><any/></payload>", "<payload><any/><any/></payload>"),
    ("network", ">DM_2<", ">Dm_2<"),
    ("network", "<messageId>2</messageId>", ""),
    ("nne", ' logNumber="18"', ""),
    ("nne", "<networkService>DIMONA</networkService>", ""),
    ("nne", "<dossierType>EMPLOYEE</dossierType><dossierType>017</dossierType>", ""),
    ("dimona", "<plannedHours>475<", "<plannedHours>651<"),
    ("dimona", ">IN<", ">INTO<"),
    ("dimona", "<cbeNumber>0314595348</cbeNumber>", ""),
]

#: Schemas of a file that may hold nothing.
EMPTIED = (
    "registration",
    "population",
    "replacement",
    "mutation",
    "person",
    "reconciliation",
    "rsp",
    "consultation",
    "consulted",
    "nrp",
    "nmu",
    "bas",
    "network",
    "nne",
)

#: The values of every closed list, as the contract gives them.
LISTS = {
    "DataGroupNameType": ["name", "birth", "gender", "decease", "nationalities", "civilState", "address"],
    "FileClassType": ["NORMAL", "BULK"],
    "EnvironmentType": ["R", "T", "S"],
    "GenderType": ["M", "F", "X"],
    "GivenNameMatchingType": [
        "FIRST_LETTER_FIRST_GIVENNAME",
        "COMPLETE_FIRST_GIVENNAME",
        "ALL_GIVENNAME",
        "IGNORE_GIVENNAME",
    ],
    "PersonRegisterType": ["NR", "BIS", "RAD"],
    "ProcessingModeType": ["INDEPENDENT", "ALL_OR_NOTHING"],
    "ResultType": ["ACCEPTED", "REFUSED", "PARKED", "HELD"],
    "SeverityType": ["INFORMATION", "WARNING", "FATAL"],
    "StatusType": ["OK", "NOK"],
    "MutationTypeType": ["IN", "OUT", "UPDATE", "CANCEL"],
    "WorkerTypeType": ["BCW", "EXT", "FLX", "OTH", "STU"],
}


def of_the_schema(path: Path) -> str:
    return path.stem


every_schema = pytest.mark.parametrize("path", SCHEMAS, ids=of_the_schema)
every_example = pytest.mark.parametrize("name", EXAMPLES)


@cache
def by_lxml(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD / f"{name}.xsd"))


@cache
def by_xmlschema(name: str) -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(XSD / f"{name}.xsd")


def taken(name: str, document: str) -> tuple[bool, bool]:
    """Say of a document whether lxml and xmlschema find it valid."""
    return by_lxml(name).validate(etree.fromstring(document)), by_xmlschema(name).is_valid(document)


def changed(name: str, old: str, new: str) -> str:
    """Return the example with one place changed."""
    assert EXAMPLES[name].count(old) == 1, f"{old!r} must stand exactly once in the example of {name}"
    return EXAMPLES[name].replace(old, new)


def declared(path: Path, tags: set[str]) -> Iterator[etree._Element]:
    """Yield the named things a schema declares, references left out."""
    return (node for node in etree.parse(path).iter(*tags) if node.get("name"))


def documentation(node: etree._Element) -> str:
    """Return the English documentation of a declaration, on one line; empty when there is none."""
    texts = node.findall(f"{XS}annotation/{XS}documentation")
    return " ".join(" ".join(t.text or "" for t in texts if t.get(XML_LANG) == "en").split())


def test_the_schemas_are_those_that_are_published() -> None:
    assert {path.stem for path in SCHEMAS} == set(NAMESPACES)


@every_schema
def test_a_schema_compiles_in_both_validators(path: Path) -> None:
    assert by_lxml(path.stem) is not None
    assert by_xmlschema(path.stem).built


@every_schema
def test_a_schema_has_its_namespace_its_version_and_unqualified_elements(path: Path) -> None:
    root = etree.parse(path).getroot()
    assert root.get("targetNamespace") == NAMESPACES[path.stem]
    assert re.fullmatch(r"\d+\.\d+", root.get("version", ""))
    assert root.get("elementFormDefault") == "unqualified"
    assert root.get("attributeFormDefault") is None
    assert documentation(root)


@every_schema
def test_a_schema_imports_nothing_but_its_neighbour_common(path: Path) -> None:
    imported = [node.get("schemaLocation") for node in etree.parse(path).iter(f"{XS}import", f"{XS}include")]
    assert imported == ([] if path.stem == "common" else ["common.xsd"])


@every_schema
def test_only_the_root_of_the_documents_is_a_global_element(path: Path) -> None:
    roots = [node.get("name") for node in etree.parse(path).getroot().iterchildren(f"{XS}element")]
    example = EXAMPLES.get(path.stem)
    assert roots == ([etree.QName(etree.fromstring(example)).localname] if example else [])


@every_schema
def test_every_element_and_attribute_is_lower_camel_case(path: Path) -> None:
    names = [node.get("name", "") for node in declared(path, DECLARATIONS)]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-zA-Z0-9]*", name)] == []


@every_schema
def test_every_type_is_upper_camel_case_and_ends_in_its_kind(path: Path) -> None:
    names = [node.get("name", "") for node in declared(path, TYPES)]
    assert [name for name in names if not re.fullmatch(r"[A-Z][a-zA-Z0-9]*(Type|Group)", name)] == []


@every_schema
def test_every_type_has_a_name(path: Path) -> None:
    nameless = etree.parse(path).iter(f"{XS}simpleType", f"{XS}complexType")
    assert [node.sourceline for node in nameless if not node.get("name")] == []


@every_schema
def test_everything_declared_is_documented_in_whole_sentences(path: Path) -> None:
    texts = {(n.get("name"), n.sourceline): documentation(n) for n in declared(path, DECLARATIONS | TYPES)}
    assert [where for where, text in texts.items() if not re.fullmatch(r"[A-Z0-9].{14,}\.", text)] == []


@every_schema
def test_the_first_sentence_is_short_enough_to_show_to_a_clerk(path: Path) -> None:
    texts = [documentation(node) for node in declared(path, DECLARATIONS | TYPES)]
    firsts = [re.split(r"(?<=\.)\s", text)[0] for text in texts]
    assert [first for first in firsts if not 15 <= len(first) <= 180] == []


def test_every_type_is_used() -> None:
    used = {
        node.get(reference, "").partition(":")[2]
        for path in SCHEMAS
        for node in etree.parse(path).iter()
        for reference in ("type", "base", "ref")
    }
    assert {str(n.get("name")) for path in SCHEMAS for n in declared(path, TYPES)} - used == set()


def test_every_closed_list_has_the_values_of_the_contract() -> None:
    lists = {
        str(node.get("name")): [value.get("value") for value in node.iter(f"{XS}enumeration")]
        for path in SCHEMAS
        for node in etree.parse(path).iter(f"{XS}simpleType")
    }
    assert {name: values for name, values in lists.items() if values} == LISTS


def test_every_schema_with_a_root_has_an_example() -> None:
    assert set(EXAMPLES) == set(NAMESPACES) - {"common"}


@every_example
def test_an_example_is_valid(name: str) -> None:
    by_lxml(name).assertValid(etree.fromstring(EXAMPLES[name]))
    by_xmlschema(name).validate(EXAMPLES[name])


@every_example
def test_an_example_is_valid_when_read_as_a_stream(name: str, tmp_path: Path) -> None:
    xmllint = shutil.which("xmllint")
    if xmllint is None:
        pytest.skip("xmllint is not installed")
    document = tmp_path / "example.xml"
    document.write_text(EXAMPLES[name], encoding="utf-8")
    command = [xmllint, "--noout", "--nonet", "--stream", "--schema", str(XSD / f"{name}.xsd"), str(document)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@every_example
def test_an_example_uses_every_element_and_attribute_its_schema_declares(name: str) -> None:
    """What is a choice is used by a variant of the example."""
    documents = [EXAMPLES[name], *(EXAMPLES[name].replace(old, new) for other, old, new in VARIANTS if other == name)]
    nodes = [node for document in documents for node in etree.fromstring(document).iter()]
    present = {etree.QName(node).localname for node in nodes} | {str(a) for node in nodes for a in node.attrib}
    assert {str(n.get("name")) for n in declared(XSD / f"{name}.xsd", DECLARATIONS)} - present == set()


@pytest.mark.parametrize(("name", "old", "new"), VARIANTS)
def test_a_variant_is_valid(name: str, old: str, new: str) -> None:
    assert taken(name, changed(name, old, new)) == (True, True)


@pytest.mark.parametrize("name", EMPTIED)
def test_a_file_without_records_is_valid(name: str) -> None:
    containers = "registrations|persons|events|mutations|messages|questions|requests|records|dossiers|lines"
    document = re.sub(rf"(?s)<({containers})>.*?</\1>", r"<\1/>", EXAMPLES[name])
    assert document != EXAMPLES[name]
    assert taken(name, document) == (True, True)


@pytest.mark.parametrize(("name", "old", "new"), DEFECTS)
def test_a_defect_is_refused(name: str, old: str, new: str) -> None:
    assert taken(name, changed(name, old, new)) == (False, False)
