namespace Modelyard.Pipelines;

/// <summary>Lends each thread space to transform one row in, so that a prediction allocates nothing.</summary>
internal static class RowScratch
{
    private const int MostDepth = 8;

    [ThreadStatic]
    private static double[]?[]? _spaces;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Borrows space; a pipeline inside a pipeline gets its own.</summary>
    internal static Lease Rent(int length)
    {
        _spaces ??= new double[MostDepth][];
        if (_depth >= MostDepth)
        {
            return new Lease(new double[length], counted: false);
        }

        double[]? space = _spaces[_depth];
        if (space is null || space.Length < length)
        {
            _spaces[_depth] = space = new double[Math.Max(length, 64)];
        }

        _depth++;
        return new Lease(space, counted: true);
    }

    internal readonly ref struct Lease(double[] space, bool counted)
    {
        internal Span<double> Span => space;

        public void Dispose()
        {
            if (counted)
            {
                _depth--;
            }
        }
    }
}
