using System.Runtime.InteropServices;
using Modelyard.Frames.Records;

namespace Modelyard.Frames;

/// <content>Records of C#, and raw columns.</content>
public sealed partial class Frame
{
    /// <summary>Creates a table of records: one row each, one column a member.</summary>
    /// <remarks>Null and NaN become missing cells. Nothing is read by reflection: the generator has written the binding.</remarks>
    /// <typeparam name="T">The type of the records, a partial type with <see cref="FrameRecordAttribute"/>.</typeparam>
    /// <param name="records">The records, none of them null.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentException">A record is null.</exception>
    /// <exception cref="FrameRecordException">A value has no cell that could hold it: an integer beyond 63 bits, a value of an enumeration without a name, times with and without a zone.</exception>
    public static Frame From<T>(IEnumerable<T> records)
        where T : IFrameRecord<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        return records switch
        {
            T[] array => OfRecords<T>(array, 0),
            List<T> list => OfRecords<T>(CollectionsMarshal.AsSpan(list), 0),
            _ => OfRecords<T>([.. records], 0),
        };
    }

    /// <summary>Creates a record of each row.</summary>
    /// <remarks>
    /// Columns are found by name; others may be there. Texts and categories stand for each other, and integers for doubles. All cells are looked at before the
    /// first record is made, and all failures are told together.
    /// </remarks>
    /// <typeparam name="T">The type of the records, a partial type with <see cref="FrameRecordAttribute"/>.</typeparam>
    /// <returns>The records, in the order of the rows.</returns>
    /// <exception cref="FrameRecordException">A column is not there or of another kind, a cell is missing whose member cannot be null, or a value does not fit its member.</exception>
    public T[] As<T>()
        where T : IFrameRecord<T> => ToRecords<T>(0);

    /// <summary>Gets the cells of a column as they are stored, without a copy.</summary>
    /// <typeparam name="T">The type of the cells: <see cref="bool"/>, <see cref="long"/> for integers and the ticks of timestamps, <see cref="double"/>, or <see cref="int"/> for the codes of categories.</typeparam>
    /// <param name="column">The name of the column.</param>
    /// <returns>The cells, one a row. Missing is NaN among doubles and -1 among codes; of other kinds what stands in a missing row is of no account.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    /// <exception cref="ModelyardException">The column does not hold such cells.</exception>
    public ReadOnlySpan<T> Values<T>(string column)
        where T : struct
    {
        Column found = this[column];
        Array? cells = found switch
        {
            BooleanColumn booleans => booleans.ValueArray,
            IntegerColumn integers => integers.ValueArray,
            DoubleColumn numbers => numbers.ValueArray,
            TimestampColumn times => times.TickArray,
            CategoryColumn categories => categories.CodeArray,
            _ => null,
        };

        // The runtime would take long[] for ulong[] as well.
        if (cells?.GetType() == typeof(T[]))
        {
            return ((T[])cells).AsSpan(0, RowCount);
        }

        string kind = found.Kind.ToString().ToLowerInvariant();
        throw new ModelyardException(cells is null
            ? $"The column '{column}' is of the kind '{kind}', whose cells have no fixed size; read them by 'TextColumn.Utf8', or make it a category by 'TextColumn.ToCategory'."
            : $"The column '{column}' is of the kind '{kind}' and is read as '{typeof(T).Name}'; its cells are stored as '{cells.GetType().GetElementType()!.Name}'.");
    }

    /// <summary>Creates a table of records that follow others.</summary>
    internal static Frame OfRecords<T>(ReadOnlySpan<T> records, long firstRow)
        where T : IFrameRecord<T>
    {
        if (!typeof(T).IsValueType)
        {
            for (int row = 0; row < records.Length; row++)
            {
                if (records[row] is null)
                {
                    throw new ArgumentException(FormattableString.Invariant($"The record in data row '{firstRow + row + 1}' is null and must not be; leave it out."), nameof(records));
                }
            }
        }

        var writer = new RecordWriter(T.Columns, records.Length, firstRow);
        T.Write(records, writer);
        writer.Faults.ThrowIfAny($"The records '{typeof(T).Name}' do not fit a table");
        return writer.ToFrame();
    }

    /// <summary>Creates a record of each row of a chunk.</summary>
    internal T[] ToRecords<T>(long firstRow)
        where T : IFrameRecord<T>
    {
        var records = new T[RowCount];
        T.Read(new RecordReader(this, T.Columns, typeof(T).Name, firstRow), records);
        return records;
    }
}
