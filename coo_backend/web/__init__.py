"""What every request passes and needs: the gate, sessions, dependencies, commands."""
