namespace Modelyard.Charts.Drawing;

/// <summary>Finds where a function given on a grid takes a value: marching squares, with the crossings joined to lines.</summary>
/// <remarks>
/// Crossings are interpolated along the sides of the squares; where a square has two crossings on each diagonal, its middle decides which are joined.
/// A value that is not finite counts as infinitely high. Source: Maple (2003), Geometric Design and Space Planning Using the Marching Squares and Marching Cube Algorithms.
/// </remarks>
internal sealed class ContourLines
{
    private readonly IReadOnlyList<double> _x;
    private readonly IReadOnlyList<double> _y;
    private readonly IReadOnlyList<IReadOnlyList<double>> _values;
    private readonly bool _closed;
    private readonly int _columns;
    private readonly int _rows;

    /// <summary>Initializes the lines of a function.</summary>
    /// <param name="x">The positions of the columns, ascending.</param>
    /// <param name="y">The positions of the rows, ascending.</param>
    /// <param name="values">The values, rows x columns.</param>
    /// <param name="closed">True to run along the border of the grid where the function is lower than the level, so that every line encloses an area.</param>
    public ContourLines(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<IReadOnlyList<double>> values, bool closed)
    {
        (_x, _y, _values, _closed) = (x, y, values, closed);

        // A closed trace walks a frame of infinitely high points that lies on the border itself.
        (_columns, _rows) = closed ? (x.Count + 2, y.Count + 2) : (x.Count, y.Count);
    }

    /// <summary>Traces the lines of one level.</summary>
    /// <param name="level">The level.</param>
    /// <returns>The lines, each a list of points; a line that ends where it began repeats that point.</returns>
    public List<List<(double X, double Y)>> At(double level)
    {
        var links = new Dictionary<int, (int First, int Second)>();
        for (int row = 0; row < _rows - 1; row++)
        {
            for (int column = 0; column < _columns - 1; column++)
            {
                AddSquare(row, column, level, links);
            }
        }

        var lines = new List<List<(double X, double Y)>>();

        // Lines with ends first, from one end to the other; what is left are rings.
        foreach (int start in links.Where(link => link.Value.Second < 0).Select(link => link.Key).Order().ToList())
        {
            if (links.ContainsKey(start))
            {
                lines.Add(Walk(start, level, links));
            }
        }

        foreach (int start in links.Keys.Order().ToList())
        {
            if (links.ContainsKey(start))
            {
                List<(double X, double Y)> ring = Walk(start, level, links);
                ring.Add(ring[0]);
                lines.Add(ring);
            }
        }

        return lines;
    }

    private static void Link(Dictionary<int, (int First, int Second)> links, int from, int to)
    {
        Join(from, to);
        Join(to, from);

        void Join(int side, int other) => links[side] = links.TryGetValue(side, out (int First, int Second) known) ? (known.First, other) : (other, -1);
    }

    /// <summary>Joins the crossings of a square.</summary>
    private void AddSquare(int row, int column, double level, Dictionary<int, (int First, int Second)> links)
    {
        double v00 = Value(row, column), v01 = Value(row, column + 1), v11 = Value(row + 1, column + 1), v10 = Value(row + 1, column);
        bool b00 = v00 < level, b01 = v01 < level, b11 = v11 < level, b10 = v10 < level;
        int bottom = Side(row, column, false), top = Side(row + 1, column, false), left = Side(row, column, true), right = Side(row, column + 1, true);
        var crossed = new List<int>(4);
        AddIf(b00 != b01, bottom);
        AddIf(b01 != b11, right);
        AddIf(b11 != b10, top);
        AddIf(b10 != b00, left);
        if (crossed.Count == 2)
        {
            Link(links, crossed[0], crossed[1]);
        }
        else if (crossed.Count == 4)
        {
            bool middle = (v00 + v01 + v11 + v10) / 4 < level;
            bool joinsFirst = middle == b00;
            Link(links, bottom, joinsFirst ? right : left);
            Link(links, top, joinsFirst ? left : right);
        }

        void AddIf(bool crosses, int side)
        {
            if (crosses)
            {
                crossed.Add(side);
            }
        }
    }

    private List<(double X, double Y)> Walk(int start, double level, Dictionary<int, (int First, int Second)> links)
    {
        var line = new List<(double X, double Y)>();
        int side = start;
        while (links.Remove(side, out (int First, int Second) next))
        {
            line.Add(Crossing(side, level));
            side = next.First >= 0 && links.ContainsKey(next.First) ? next.First : next.Second;
        }

        return line;
    }

    private (double X, double Y) Crossing(int side, double level)
    {
        bool upright = (side & 1) == 1;
        int row = (side >> 1) / _columns, column = (side >> 1) % _columns;
        (int row2, int column2) = upright ? (row + 1, column) : (row, column + 1);
        double first = Value(row, column), second = Value(row2, column2);
        double share = !double.IsFinite(first) ? 1 : !double.IsFinite(second) ? 0 : (level - first) / (second - first);
        return (X(column) + (share * (X(column2) - X(column))), Y(row) + (share * (Y(row2) - Y(row))));
    }

    private int Side(int row, int column, bool upright) => (((row * _columns) + column) << 1) | (upright ? 1 : 0);

    private double X(int column) => _x[_closed ? Math.Clamp(column - 1, 0, _x.Count - 1) : column];

    private double Y(int row) => _y[_closed ? Math.Clamp(row - 1, 0, _y.Count - 1) : row];

    private double Value(int row, int column)
    {
        if (_closed)
        {
            (row, column) = (row - 1, column - 1);
        }

        bool inside = row >= 0 && row < _values.Count && column >= 0 && column < _values[row].Count;
        return inside && double.IsFinite(_values[row][column]) ? _values[row][column] : double.PositiveInfinity;
    }
}
