namespace Modelyard.Bench.Numerics;

/// <summary>Represents a numerical workload that is timed beside NumPy and SciPy.</summary>
/// <param name="Name">The name, shared with bench/peers/numerics.py.</param>
/// <param name="Size">The size, as a reader likes it.</param>
/// <param name="Prepare">Prepares the data and returns what is timed.</param>
/// <param name="Repeats">The number of timed runs, of which the median counts.</param>
public sealed record NumericsWorkload(string Name, string Size, Func<Action> Prepare, int Repeats = 5);
