"""What a whole year came to beside hours, over the whole federation: told once, as one number each."""
