"""How each room looks: values in, Block Kit out."""
