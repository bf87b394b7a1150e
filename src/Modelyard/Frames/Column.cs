namespace Modelyard.Frames;

/// <summary>Represents one named column of a table: cells of one kind, each present or missing.</summary>
/// <remarks>A column is immutable and safe to read from any number of threads.</remarks>
public abstract class Column
{
    /// <summary>The number that stands for no row where rows are taken.</summary>
    internal const int Gap = -1;

    private protected Column(string name, Validity validity)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Validity = validity;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets which cells are present.</summary>
    public Validity Validity { get; }

    /// <summary>Gets the number of rows.</summary>
    public int Length => Validity.Length;

    /// <summary>Gets the number of missing cells.</summary>
    public int MissingCount => Validity.MissingCount;

    /// <summary>Gets, of a column as it was read from a file by the usual rules, the texts that were taken for missing cells and how often; of any other column none.</summary>
    internal IReadOnlyList<KeyValuePair<string, int>> TakenForMissing { get; set; } = [];

    /// <summary>Gets the kind of the cells.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>Gets a value indicating whether <see cref="CopyTo"/> has a number for each present cell.</summary>
    public bool IsNumeric => Kind is not (ColumnKind.Text or ColumnKind.Category);

    /// <summary>Determines whether a cell is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>True if the cell is missing.</returns>
    public bool IsMissing(int row) => Validity.IsMissing(row);

    /// <summary>Formats one cell, the same in every culture.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>A text that reads back as the same value; empty if the cell is missing.</returns>
    public string FormatCell(int row) => IsMissing(row) ? string.Empty : FormatPresent(row);

    /// <summary>Creates a column of the chosen rows, in the chosen order, each as often as it is named.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <returns>A column of the same name and kind.</returns>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>Creates a column of the chosen rows as <see cref="Take"/> does, with a missing cell for each row '-1'.</summary>
    internal Column TakeOrMissing(ReadOnlySpan<int> rows) => rows.Contains(Gap) ? TakeWithGaps(rows) : Take(rows);

    /// <summary>Creates the same column under another name; the cells are shared.</summary>
    /// <param name="name">The new name, not empty.</param>
    /// <returns>The renamed column.</returns>
    public abstract Column Rename(string name);

    /// <summary>Copies the cells as numbers, NaN where missing.</summary>
    /// <param name="destination">Receives <see cref="Length"/> numbers: booleans as 0 and 1, timestamps as seconds since 1970-01-01.</param>
    /// <exception cref="InvalidOperationException">The column holds text or categories.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<double> destination)
    {
        if (!IsNumeric)
        {
            throw new InvalidOperationException($"The column '{Name}' holds '{Kind}' and must hold numbers, booleans or timestamps.");
        }

        if (destination.Length < Length)
        {
            throw new ArgumentException($"The destination holds '{destination.Length}' numbers and must hold '{Length}'.", nameof(destination));
        }

        CopyNumbers(destination[..Length]);
        if (!Validity.IsComplete)
        {
            for (int row = 0; row < Length; row++)
            {
                if (Validity.IsMissing(row))
                {
                    destination[row] = double.NaN;
                }
            }
        }
    }

    /// <summary>Creates an array of the cells as numbers, NaN where missing.</summary>
    /// <returns>An array of <see cref="Length"/> numbers, as <see cref="CopyTo"/> gives them.</returns>
    /// <exception cref="InvalidOperationException">The column holds text or categories.</exception>
    public double[] ToDoubles()
    {
        double[] numbers = new double[Length];
        CopyTo(numbers);
        return numbers;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Kind}, {Length} rows, {MissingCount} missing)";

    private protected abstract string FormatPresent(int row);

    private protected abstract void CopyNumbers(Span<double> destination);

    /// <summary>Writes keys whose unsigned order is the order of the cells; those of missing cells are of no account.</summary>
    internal abstract void CopySortKeys(Span<ulong> keys);

    private protected abstract Column TakeWithGaps(ReadOnlySpan<int> rows);

    private protected static T[] Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows, T gap)
    {
        var taken = GC.AllocateUninitializedArray<T>(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = rows[i] == Gap ? gap : values[rows[i]];
        }

        return taken;
    }

    private protected static T[] Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows)
    {
        var taken = GC.AllocateUninitializedArray<T>(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = values[rows[i]];
        }

        return taken;
    }

    private protected static Validity Check(Validity? validity, int length)
    {
        if (validity is null)
        {
            return new Validity(length);
        }

        return validity.Length == length
            ? validity
            : throw new ArgumentException($"The validity has '{validity.Length}' rows and must have '{length}'.", nameof(validity));
    }
}
