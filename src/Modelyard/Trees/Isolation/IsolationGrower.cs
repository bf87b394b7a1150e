using System.Numerics;
using Modelyard.Numerics;

namespace Modelyard.Trees.Isolation;

/// <summary>Grows one isolation tree on a sample of the rows.</summary>
internal sealed class IsolationGrower
{
    private readonly List<IsolationNode> _nodes = [];
    private readonly List<int> _counts = [];
    private readonly List<int> _planeFeatures = [];
    private readonly List<double> _normals = [];
    private readonly List<double> _points = [];
    private readonly int _width;
    private readonly int _limit;
    private readonly int[] _candidates;
    private readonly int[] _order;
    private readonly double[] _columns;
    private readonly int[] _rows;
    private readonly double[] _sides;
    private RandomStream _random;

    private IsolationGrower(Matrix rows, int samples, int candidates, int width, RandomStream random)
    {
        _random = random;
        _width = width;
        _limit = Math.Max(1, BitOperations.Log2((uint)Math.Max(1, samples - 1)) + 1);
        _candidates = Draw(rows.Columns, candidates);
        _order = [.. Enumerable.Range(0, _candidates.Length)];
        int[] drawn = Draw(rows.Rows, samples);

        // The sample is small: column by column, it stays in the cache while the tree grows.
        _columns = new double[_candidates.Length * samples];
        for (int i = 0; i < samples; i++)
        {
            ReadOnlySpan<double> row = rows.Row(drawn[i]);
            for (int k = 0; k < _candidates.Length; k++)
            {
                _columns[(k * samples) + i] = row[_candidates[k]];
            }
        }

        _rows = [.. Enumerable.Range(0, samples)];
        _sides = new double[samples];
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="rows">All rows, rows x features.</param>
    /// <param name="samples">The number of rows that the tree sees.</param>
    /// <param name="candidates">The number of features that the tree may split.</param>
    /// <param name="width">The number of features of a split.</param>
    /// <param name="random">The random numbers of the tree.</param>
    internal static IsolationTree Grow(Matrix rows, int samples, int candidates, int width, RandomStream random)
    {
        var grower = new IsolationGrower(rows, samples, candidates, Math.Min(width, candidates), random);
        grower.Add();
        grower.Split(0, 0, samples, 0);
        ObliqueSplits? planes = grower._width == 1 ? null : new ObliqueSplits(grower._width, [.. grower._planeFeatures], [.. grower._normals], [.. grower._points]);
        return new IsolationTree([.. grower._nodes], [.. grower._counts], planes);
    }

    /// <summary>Draws different numbers below a bound, in time that does not grow with the bound (Floyd's algorithm, Bentley 1987).</summary>
    private int[] Draw(int bound, int count)
    {
        if (count >= bound)
        {
            return [.. Enumerable.Range(0, bound)];
        }

        int[] drawn = new int[count];
        var seen = new HashSet<int>();
        for (int i = 0; i < count; i++)
        {
            int last = bound - count + i;
            int number = _random.NextInt(last + 1);
            drawn[i] = seen.Add(number) ? number : last;
            seen.Add(drawn[i]);
        }

        return drawn;
    }

    private void Add()
    {
        _nodes.Add(new IsolationNode(_nodes.Count, 0, double.NaN));
        _counts.Add(0);
        if (_width > 1)
        {
            _planeFeatures.AddRange(new int[_width]);
            _normals.AddRange(new double[_width]);
            _points.AddRange(new double[_width]);
        }
    }

    private void Split(int node, int first, int count, int depth)
    {
        _counts[node] = count;
        if (count <= 1 || depth >= _limit)
        {
            return;
        }

        int left = _width == 1 ? CutFeature(node, first, count) : CutPlane(node, first, count);
        if (left < 0)
        {
            return;
        }

        int children = _nodes.Count;
        _nodes[node] = _nodes[node] with { Left = children };
        Add();
        Add();
        Split(children, first, left, depth + 1);
        Split(children + 1, first + left, count - left, depth + 1);
    }

    /// <summary>Cuts a random feature at a random value between its extremes; -1 if all rows are the same.</summary>
    private int CutFeature(int node, int first, int count)
    {
        for (int tried = 0; tried < _candidates.Length; tried++)
        {
            int candidate = DrawCandidate(tried);
            (double low, double high) = Range(candidate, first, count);
            if (low == high)
            {
                continue;
            }

            double threshold = Between(low, high);
            _nodes[node] = new IsolationNode(node, _candidates[candidate], threshold);
            for (int i = first; i < first + count; i++)
            {
                _sides[i] = Column(candidate)[_rows[i]] >= threshold ? 0 : -1;
            }

            return Part(first, count);
        }

        return -1;
    }

    /// <summary>Cuts random features by a plane of random direction through a random point of their box; -1 if all rows are the same.</summary>
    private int CutPlane(int node, int first, int count)
    {
        int found = 0;
        _sides.AsSpan(first, count).Clear();
        for (int tried = 0; tried < _candidates.Length && found < _width; tried++)
        {
            int candidate = DrawCandidate(tried);
            (double low, double high) = Range(candidate, first, count);
            if (low == high)
            {
                continue;
            }

            int place = (node * _width) + found++;
            double normal;
            do
            {
                normal = _random.NextGaussian();
            }
            while (normal == 0);
            double point = Between(low, high);
            (_planeFeatures[place], _normals[place], _points[place]) = (_candidates[candidate], normal, point);
            for (int i = first; i < first + count; i++)
            {
                _sides[i] += normal * (Column(candidate)[_rows[i]] - point);
            }
        }

        return found == 0 ? -1 : Part(first, count);
    }

    /// <summary>Draws a candidate that was not tried at this node, and moves it to those that were.</summary>
    private int DrawCandidate(int tried)
    {
        int other = tried + _random.NextInt(_order.Length - tried);
        (_order[tried], _order[other]) = (_order[other], _order[tried]);
        return _order[tried];
    }

    private ReadOnlySpan<double> Column(int candidate) => _columns.AsSpan(candidate * _rows.Length, _rows.Length);

    private (double Low, double High) Range(int candidate, int first, int count)
    {
        ReadOnlySpan<double> column = Column(candidate);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (int row in _rows.AsSpan(first, count))
        {
            low = Math.Min(low, column[row]);
            high = Math.Max(high, column[row]);
        }

        return (low, high);
    }

    /// <summary>Draws a number above the lower extreme and up to the upper one, so that both sides of it have rows.</summary>
    private double Between(double low, double high)
    {
        // Half of each extreme, because the difference of very large numbers would overflow.
        double value = low + (2 * (_random.NextDouble() * ((high / 2) - (low / 2))));
        return value > low ? Math.Min(value, high) : high;
    }

    /// <summary>Moves the rows whose side is below 0 to the front.</summary>
    /// <returns>Their number.</returns>
    private int Part(int first, int count)
    {
        int next = first;
        for (int i = first; i < first + count; i++)
        {
            if (_sides[i] < 0)
            {
                (_rows[i], _rows[next]) = (_rows[next], _rows[i]);
                (_sides[i], _sides[next]) = (_sides[next], _sides[i]);
                next++;
            }
        }

        return next - first;
    }
}
