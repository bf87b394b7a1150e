using System.Buffers;

namespace Modelyard.Frames.Csv;

/// <summary>Reads the cells of a column that are values of one size.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal abstract class ValueReader<T>(ColumnPlan plan, MissingTokens tokens) : CellReader(plan, tokens)
    where T : unmanaged
{
    /// <summary>Gets the values of the chunk, one a row.</summary>
    public T[] Values { get; private set; } = [];

    public override void Dispose()
    {
        if (Values.Length > 0)
        {
            ArrayPool<T>.Shared.Return(Values);
            Values = [];
        }
    }

    protected T[] Reserve(int rows)
    {
        if (Values.Length < rows)
        {
            Dispose();
            Values = ArrayPool<T>.Shared.Rent(rows);
        }

        return Values;
    }
}
