"""What several pages share. It knows none of them."""
