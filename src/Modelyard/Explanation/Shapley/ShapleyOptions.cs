namespace Modelyard.Explanation.Shapley;

/// <summary>Represents how much work goes into Shapley values that are estimated, and by which random numbers.</summary>
public sealed record ShapleyOptions
{
    private const int QuickSets = 64, QuickSetsOfColumn = 20, QuickBackgroundRows = 50;

    /// <summary>Gets the options that are taken unless others are given.</summary>
    public static ShapleyOptions Default { get; } = new();

    /// <summary>Gets the number of sets of features to look at for one row, each with every row of the background; null for 2,048 and twice the features. Where all sets are fewer, all are taken and nothing is estimated.</summary>
    public int? Sets
    {
        get;
        init => field = value is null or >= 4 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of sets is '{value}' and must be 4 or more.");
    }

    /// <summary>Gets the greatest number of rows of the background with which the sets are looked at, 2 or more; null for all.</summary>
    /// <remarks>Of more rows a sample is drawn, the same for every row and seed, and the standard errors tell what it may be off. A single random row a set is drawn of all.</remarks>
    public int? BackgroundRows
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of rows of the background is '{value}' and must be 2 or more.");
    }

    /// <summary>Gets the seed of the random numbers; every row is explained with the same ones.</summary>
    public ulong Seed { get; init; }

    /// <summary>Creates the options where many rows are explained, or one while somebody waits: fewer sets and rows of the background, and so a greater standard error.</summary>
    /// <param name="columns">The number of columns of the model.</param>
    /// <returns>The options: 20 sets for each column, 64 at least, and 50 rows of the background.</returns>
    public static ShapleyOptions Quick(int columns) => new() { Sets = Math.Max(QuickSets, QuickSetsOfColumn * columns), BackgroundRows = QuickBackgroundRows };

    /// <summary>Computes the number of sets for a number of players.</summary>
    internal int SetsFor(int players) => Sets ?? (2048 + (2 * players));
}
