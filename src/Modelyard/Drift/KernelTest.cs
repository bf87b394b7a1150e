namespace Modelyard.Drift;

/// <summary>Represents what a test by permutations says of whether two samples of vectors come from one law.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Statistic">The statistic; NaN where there is no test, as of a sample of fewer than two rows.</param>
/// <param name="PValue">The share of the ways to mix the rows, that of the samples counted in, with such a statistic or a greater one; NaN where there is no test.</param>
public sealed record KernelTest(string Name, double Statistic, double PValue)
{
    private const double FewPermutations = 10;

    /// <summary>Gets the chance by the law of large samples, which tells of rarer things than permutations can; NaN of a test that has none.</summary>
    public double LargeSampleChance { get; init; } = double.NaN;

    /// <summary>Gets the chance to hold against a level of any size: that of permutations, and where fewer than ten of those are as far apart, that of large samples if it is smaller.</summary>
    public double Chance => PValue * (Permutations + 1) <= FewPermutations && LargeSampleChance < PValue ? LargeSampleChance : PValue;

    /// <summary>Gets the width of the kernel, in the unit of the distances; NaN of a test that has none.</summary>
    public double Width { get; init; } = double.NaN;

    /// <summary>Gets the number of rows of the first sample that were looked at.</summary>
    public int FirstRows { get; init; }

    /// <summary>Gets the number of rows of the second sample that were looked at.</summary>
    public int SecondRows { get; init; }

    /// <summary>Gets the number of random ways to mix the rows.</summary>
    public int Permutations { get; init; }
}
