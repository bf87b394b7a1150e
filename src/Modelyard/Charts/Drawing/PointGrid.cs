namespace Modelyard.Charts.Drawing;

/// <summary>Counts points on squares of a few pixels, so that a million of them draw as fast and as small as a thousand.</summary>
internal sealed class PointGrid
{
    /// <summary>The side of a square in pixels.</summary>
    public const int Cell = 5;

    private readonly int[] _counts;
    private readonly int _columns;
    private readonly double _left;
    private readonly double _top;

    private PointGrid(double left, double top, int columns, int rows)
    {
        (_left, _top, _columns) = (left, top, columns);
        _counts = new int[columns * rows];
    }

    public int Greatest { get; private set; }

    public static PointGrid Count(IEnumerable<(double X, double Y)> points, double left, double top, double right, double bottom)
    {
        int columns = Math.Max(1, (int)Math.Ceiling((right - left) / Cell));
        int rows = Math.Max(1, (int)Math.Ceiling((bottom - top) / Cell));
        var grid = new PointGrid(left, top, columns, rows);
        foreach ((double x, double y) in points)
        {
            int column = (int)Math.Clamp(Math.Floor((x - left) / Cell), -1, columns);
            int row = (int)Math.Clamp(Math.Floor((y - top) / Cell), -1, rows);
            if (column >= 0 && column < columns && row >= 0 && row < rows)
            {
                grid.Greatest = Math.Max(grid.Greatest, ++grid._counts[(row * columns) + column]);
            }
        }

        return grid;
    }

    /// <summary>Lists the squares that hold a point: their upper left corner and their count.</summary>
    public IEnumerable<(double X, double Y, int Count)> Cells()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                yield return (_left + (i % _columns * Cell), _top + (i / _columns * Cell), _counts[i]);
            }
        }
    }
}
