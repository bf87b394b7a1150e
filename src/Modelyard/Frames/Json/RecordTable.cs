using Modelyard.Frames.Csv;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Frames.Json;

/// <summary>Makes a table of blocks.</summary>
internal static class RecordTable
{
    /// <summary>Reads a whole table.</summary>
    /// <param name="source">The file.</param>
    /// <param name="from">What the table is said to be read from.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="length">The number of bytes of a part.</param>
    /// <exception cref="FrameFormatException">The file is refused.</exception>
    public static JsonReadResult Read(IRecordSource source, LineageSource from, JsonReadOptions options, int length)
    {
        JsonPart[] parts = [.. source.Cut(length)];
        RecordBlock[] blocks = ReadParts(source, parts, options.Kinds, options.Degree);
        var survey = new RecordSurvey(from.Name, options);
        foreach (RecordBlock block in blocks)
        {
            survey.Add(block);
        }

        survey.Settle(source.Locate);
        IReadOnlyList<RecordPlan> plans = survey.Decide();
        try
        {
            ReadTexts(blocks, plans, options.Degree, (i, targets) => source.Read(parts[i], With(options.Kinds, targets)));
            return new JsonReadResult(Build(blocks, plans, options.Degree).ReadFrom(from), survey.Notes);
        }
        catch (ModelyardException exception) when (exception is not FrameFormatException)
        {
            throw new FrameFormatException(from.Name, exception.Message, exception);
        }
    }

    /// <summary>Reads parts side by side.</summary>
    public static RecordBlock[] ReadParts(IRecordSource source, IReadOnlyList<JsonPart> parts, IReadOnlyDictionary<string, ColumnKind> targets, int degree)
    {
        var blocks = new RecordBlock[parts.Count];
        ParallelLoop.For(blocks.Length, degree, i => blocks[i] = source.Read(parts[i], targets));
        return blocks;
    }

    /// <summary>Adds kinds to those that are given.</summary>
    public static Dictionary<string, ColumnKind> With(IReadOnlyDictionary<string, ColumnKind> given, IReadOnlyDictionary<string, ColumnKind> more)
    {
        var all = new Dictionary<string, ColumnKind>(more, StringComparer.Ordinal);
        foreach ((string name, ColumnKind kind) in given)
        {
            all[name] = kind;
        }

        return all;
    }

    /// <summary>Reads again, as texts, the blocks that hold a column of texts as something else.</summary>
    /// <param name="blocks">The blocks; those that are read again are replaced.</param>
    /// <param name="plans">The columns.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="again">Reads a block by its number, with the kinds that columns must have.</param>
    private static void ReadTexts(RecordBlock[] blocks, IReadOnlyList<RecordPlan> plans, int degree, Func<int, IReadOnlyDictionary<string, ColumnKind>, RecordBlock> again)
    {
        string[] texts = [.. plans.Where(plan => plan.IsOpen).Select(plan => plan.Name)];
        var targets = texts.ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal);
        int[] refuted = [.. Enumerable.Range(0, blocks.Length).Where(i => Array.Exists(texts, name => blocks[i].ByName.GetValueOrDefault(name) is { Storage: not (CellStorage.Levels or CellStorage.None) }))];
        if (refuted.Length > 0)
        {
            // Other columns keep what they have, which their own kinds fit.
            ParallelLoop.For(refuted.Length, degree, i => blocks[refuted[i]] = again(refuted[i], targets));
        }
    }

    /// <summary>Builds the table.</summary>
    /// <param name="blocks">The blocks, in order.</param>
    /// <param name="plans">The columns.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public static Frame Build(IReadOnlyList<RecordBlock> blocks, IReadOnlyList<RecordPlan> plans, int degree)
    {
        long rows = blocks.Sum(block => (long)block.Rows);
        if (rows > Array.MaxLength)
        {
            throw new ModelyardException($"The table has more than '{Array.MaxLength}' rows. Read it in chunks.");
        }

        var columns = new Column[plans.Count];
        ParallelLoop.For(columns.Length, degree, i => columns[i] = Build(blocks, plans[i], (int)rows));
        return Frame.Of(columns);
    }

    private static Column Build(IReadOnlyList<RecordBlock> blocks, RecordPlan plan, int rows)
    {
        if (plan.Kind is ColumnKind.Text or ColumnKind.Category)
        {
            var texts = new TextGatherer(plan.Name, plan.IsOpen ? null : plan.Kind, rows);
            foreach (RecordBlock block in blocks)
            {
                texts.Add(block.ByName.GetValueOrDefault(plan.Name), block.Rows);
            }

            return texts.Build();
        }

        if (plan.Kind == ColumnKind.Double)
        {
            double[] numbers = GC.AllocateUninitializedArray<double>(rows);
            Fill(blocks, plan.Name, numbers, double.NaN, Number);
            return new DoubleColumn(plan.Name, numbers);
        }

        if (plan.Kind == ColumnKind.Boolean)
        {
            bool[] flags = new bool[rows];
            return new BooleanColumn(plan.Name, Fill(blocks, plan.Name, flags, false, (cells, row) => cells.Value(row) != 0), flags);
        }

        long[] values = GC.AllocateUninitializedArray<long>(rows);
        bool isTime = plan.Kind == ColumnKind.Timestamp;
        Validity validity = Fill(blocks, plan.Name, values, 0L, isTime ? Ticks : (cells, row) => cells.Value(row));
        return isTime ? new TimestampColumn(plan.Name, validity, values, plan.IsUtc) : new IntegerColumn(plan.Name, validity, values);
    }

    private static double Number(RecordCells cells, int row) => cells.Storage switch
    {
        CellStorage.Doubles => BitConverter.Int64BitsToDouble(cells.Value(row)),
        CellStorage.Integers => cells.Value(row),

        // A block that holds nothing but names of numbers.
        _ => DoubleSyntax.Read(cells.Levels[(int)cells.Value(row)], out double number) != CellEvidence.None ? number : double.NaN,
    };

    private static long Ticks(RecordCells cells, int row) => cells.Storage == CellStorage.Levels ? cells.TicksOf((int)cells.Value(row)) : cells.Value(row);

    private static Validity Fill<T>(IReadOnlyList<RecordBlock> blocks, string name, T[] to, T missing, Func<RecordCells, int, T> read)
    {
        ulong[]? gaps = null;
        int at = 0;
        foreach (RecordBlock block in blocks)
        {
            ParallelLoop.Check();
            RecordCells? cells = block.ByName.GetValueOrDefault(name);
            for (int row = 0; row < block.Rows; row++, at++)
            {
                if (cells?.IsPresent(row) == true)
                {
                    to[at] = read(cells, row);
                }
                else
                {
                    to[at] = missing;
                    gaps ??= new ulong[Validity.Words(to.Length)];
                    gaps[at >> 6] |= 1UL << (at & 63);
                }
            }
        }

        return new Validity(gaps, to.Length);
    }
}
