"""Clinical documents in HL7 CDA R2, with the French rules (CI-SIS): XML to the block tree."""
