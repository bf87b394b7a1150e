namespace Modelyard.Server.Protocol;

/// <summary>Holds some numbers for each row of a request, in memory from the pool.</summary>
internal sealed class PooledRows(MemoryShare share)
{
    private double[] _values = [];
    private int _width;

    /// <summary>Gets the numbers of a row.</summary>
    public ReadOnlySpan<double> Row(int row) => Rows(row, 1);

    /// <summary>Gets the numbers of rows, one row after the other.</summary>
    public Span<double> Rows(int first, int count) => _values.AsSpan(first * _width, count * _width);

    /// <summary>Makes room; what the numbers are is not defined.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="width">The numbers a row.</param>
    public void Reserve(int rows, int width)
    {
        _width = width;
        int length = checked(rows * width);
        if (_values.Length < length)
        {
            BufferPool<double>.Return(_values, share);
            _values = [];
            _values = BufferPool<double>.Rent(length, share);
        }
    }

    /// <summary>Gives memory back that is too much to keep.</summary>
    public void Release()
    {
        if (_values.Length > BufferPool<double>.LongestKept)
        {
            BufferPool<double>.Return(_values, share);
            _values = [];
        }
    }
}
