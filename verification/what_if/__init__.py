"""What if there were another officer or another booth: a branch's day played through by the scheduler itself."""
