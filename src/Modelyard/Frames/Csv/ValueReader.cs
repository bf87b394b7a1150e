namespace Modelyard.Frames.Csv;

/// <summary>Reads the cells of a column that are values of one size.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal abstract class ValueReader<T>(ColumnPlan plan, MissingTokens tokens) : CellReader(plan, tokens)
    where T : unmanaged
{
    /// <summary>Gets the values of the chunk, one a row.</summary>
    public T[] Values { get; private set; } = [];

    protected T[] Reserve(int rows)
    {
        if (Values.Length < rows)
        {
            Values = GC.AllocateUninitializedArray<T>(rows + (rows >> 2));
        }

        return Values;
    }
}
