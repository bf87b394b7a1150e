namespace Modelyard.Onnx.Graphs;

/// <summary>Gathers the columns of a new table: some of an old one, passed on in runs, and new ones between them.</summary>
/// <param name="x">The old table.</param>
internal sealed class ColumnBlocks(GraphValue x)
{
    private readonly List<GraphValue> _blocks = [];
    private int _first, _end;

    /// <summary>Passes a column of the old table on.</summary>
    internal void Pass(int column)
    {
        if (column != _end || _end == _first)
        {
            Close();
            _first = column;
        }

        _end = column + 1;
    }

    /// <summary>Adds new columns.</summary>
    internal void Add(GraphValue columns)
    {
        Close();
        _blocks.Add(columns);
    }

    /// <summary>Puts all columns side by side.</summary>
    internal GraphValue Join()
    {
        Close();
        return x.Graph.Join(_blocks);
    }

    private void Close()
    {
        if (_end > _first)
        {
            _blocks.Add(x.Columns(_first.._end));
        }

        _first = _end = 0;
    }
}
