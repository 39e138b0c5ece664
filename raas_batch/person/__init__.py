"""PER: organisations search persons by sound, ask for a CBSS number, and tell what they know better of one."""
