"""Where an association belongs in an umbrella, and since when: its district, and the day it left."""
