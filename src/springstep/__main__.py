"""``python -m springstep`` runs the command line."""

from springstep.cli.start import run

if __name__ == "__main__":
    run()
