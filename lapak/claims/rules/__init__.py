"""What a claim needs, by its reason and the day it was filed; a rule set is frozen on the day of filing."""
