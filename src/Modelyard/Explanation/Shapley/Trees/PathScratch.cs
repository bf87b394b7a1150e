namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Represents what a walk over the paths of a tree remembers of the nodes above it, level by level.</summary>
internal readonly unsafe struct PathScratch
{
    /// <summary>The number of rows that are explained at once.</summary>
    internal const int Width = 16;

    private readonly double* _start;
    private readonly int _level;
    private readonly int _points;
    private readonly int _padded;

    /// <summary>Lays out memory.</summary>
    /// <param name="start">The memory, aligned, of <see cref="Length"/> elements.</param>
    /// <param name="rule">The rule.</param>
    internal PathScratch(double* start, PathRule rule)
    {
        _start = start;
        _points = rule.Count * Width;
        _padded = rule.Padded;
        _level = LevelLength(rule);
    }

    /// <summary>Computes the number of elements for trees of a depth.</summary>
    internal static int Length(int depth, PathRule rule) => (depth + 1) * LevelLength(rule);

    /// <summary>Gets the product over the features above, for each point of the rule and row.</summary>
    internal double* Products(int level) => _start + (level * _level);

    /// <summary>Gets the sum of value times product over the leaves below, for each point of the rule and row.</summary>
    internal double* Totals(int level) => Products(level) + _points;

    /// <summary>Gets the mask of the rows that satisfy all splits by the feature that split the node off.</summary>
    internal double* Kept(int level) => Totals(level) + _points;

    /// <summary>Gets the mask of the rows that go right at the node.</summary>
    internal double* Right(int level) => Kept(level) + Width;

    /// <summary>Gets the reciprocals of the factor of a row that is kept.</summary>
    internal double* Inverse(int level) => Right(level) + Width;

    /// <summary>Gets w (1 − z) over the factor: what a feature that a row satisfies has before the product.</summary>
    internal double* Present(int level) => Inverse(level) + _padded;

    /// <summary>Gets by what the product is multiplied for a row that is not kept.</summary>
    internal double* LostFactor(int level) => Present(level) + _padded;

    /// <summary>Gets the bits by which the factor of a row that is kept differs.</summary>
    internal double* FactorChange(int level) => LostFactor(level) + _padded;

    /// <summary>Gets what stands before the product for a row that is not kept.</summary>
    internal double* LostCoefficient(int level) => FactorChange(level) + _padded;

    /// <summary>Gets the bits by which that of a row that is kept differs.</summary>
    internal double* CoefficientChange(int level) => LostCoefficient(level) + _padded;

    private static int LevelLength(PathRule rule) => (2 * rule.Count * Width) + (2 * Width) + (6 * rule.Padded);
}
