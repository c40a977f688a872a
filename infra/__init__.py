"""What surrounds the product: texts, migrations' checks, measurements. The product imports none of it."""
