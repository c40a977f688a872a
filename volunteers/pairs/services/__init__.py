"""What happens to pairs, each a transaction of its own or a step of one."""
