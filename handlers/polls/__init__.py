"""`/meeting poll`: a day is looked for, answered, entered for others, weighed and decided on."""
