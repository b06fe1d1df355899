"""The Récapitulatif, block by block."""
