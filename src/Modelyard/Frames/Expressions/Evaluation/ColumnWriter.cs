using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Writes the cells of an expression into a new column.</summary>
/// <param name="evaluation">The computation.</param>
internal sealed class ColumnWriter(Evaluation evaluation)
{
    private readonly Node _root = evaluation.Program.Root;
    private readonly ulong[] _missing = new ulong[Validity.Words(evaluation.Rows)];

    /// <summary>Computes the column.</summary>
    /// <param name="name">The name of the column.</param>
    public Column Write(string name)
    {
        if (_root is ColumnNode column)
        {
            return evaluation.Table[column.Name].Rename(name);
        }

        return _root.Kind switch
        {
            ColumnKind.Double => WriteDoubles(name),
            ColumnKind.Boolean => WriteBooleans(name),
            ColumnKind.Category => WriteCategories(name),
            ColumnKind.Text => WriteTexts(name),
            _ => WriteIntegers(name),
        };
    }

    /// <summary>Computes the bits of the rows for which a condition is true; clear past the last row.</summary>
    public ulong[] WriteTrue()
    {
        ulong[] bits = new ulong[Validity.Words(evaluation.Rows)];
        evaluation.Run((lane, start, _) => lane.True.CopyTo(bits.AsSpan(start >> 6)));
        ClearEnd(bits);
        return bits;
    }

    private DoubleColumn WriteDoubles(string name)
    {
        double[] values = GC.AllocateUninitializedArray<double>(evaluation.Rows);
        evaluation.Run((lane, start, _) =>
        {
            Copy(lane.Doubles, values.AsSpan(start, lane.Count));
            if (lane.HasMissing)
            {
                BitKernels.PackNaN(values.AsSpan(start, lane.Count), _missing.AsSpan(start >> 6));
            }
        });
        return new DoubleColumn(name, Present(), values);
    }

    private Column WriteIntegers(string name)
    {
        long[] values = GC.AllocateUninitializedArray<long>(evaluation.Rows);
        evaluation.Run((lane, start, _) =>
        {
            Copy(lane.Integers, values.AsSpan(start, lane.Count));
            CopyMissing(lane, start);
        });
        return _root.Kind == ColumnKind.Integer
            ? new IntegerColumn(name, Present(), values)
            : new TimestampColumn(name, Present(), values, IsUtc(_root));
    }

    private BooleanColumn WriteBooleans(string name)
    {
        bool[] values = GC.AllocateUninitializedArray<bool>(evaluation.Rows);
        evaluation.Run((lane, start, _) =>
        {
            BitKernels.Unpack(lane.True, values.AsSpan(start, lane.Count));
            CopyMissing(lane, start);
        });
        return new BooleanColumn(name, Present(), values);
    }

    private CategoryColumn WriteCategories(string name)
    {
        int[] codes = GC.AllocateUninitializedArray<int>(evaluation.Rows);
        evaluation.Run((lane, start, _) =>
        {
            Copy(lane.Codes, codes.AsSpan(start, lane.Count));
            CopyMissing(lane, start);
        });
        return new CategoryColumn(name, Present(), codes, CategoryLevels.Of(_root, evaluation));
    }

    private TextColumn WriteTexts(string name)
    {
        var pieces = new TextCells[Evaluation.PieceCount(evaluation.Rows)];
        evaluation.Run((lane, start, piece) =>
        {
            TextCells to = pieces[piece] ??= new TextCells();
            for (int row = 0; row < lane.Count; row++)
            {
                to.Write(lane.IsMissing(row, ColumnKind.Text) ? default : lane.Text(row));
                to.EndCell();
            }

            CopyMissing(lane, start);
        });
        return Join(name, pieces);
    }

    private TextColumn Join(string name, TextCells[] pieces)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)pieces.Sum(piece => (long)piece.Length)));
        int[] offsets = new int[evaluation.Rows + 1];
        int row = 0, end = 0;
        foreach (TextCells piece in pieces)
        {
            piece.Bytes.CopyTo(bytes.AsSpan(end));
            foreach (int offset in piece.Offsets[1..])
            {
                offsets[++row] = end + offset;
            }

            end += piece.Length;
        }

        return new TextColumn(name, Present(), bytes, offsets);
    }

    private static void Copy<T>(ReadOnlySpan<T> cells, Span<T> to)
    {
        if (cells.Length < to.Length)
        {
            to.Fill(cells[0]);
        }
        else
        {
            cells.CopyTo(to);
        }
    }

    private void CopyMissing(Lane lane, int start)
    {
        if (lane.HasMissing)
        {
            lane.Missing.CopyTo(_missing.AsSpan(start >> 6));
        }
    }

    private Validity Present()
    {
        ClearEnd(_missing);
        return new Validity(_missing, evaluation.Rows);
    }

    private void ClearEnd(ulong[] bits)
    {
        if ((evaluation.Rows & 63) != 0)
        {
            bits[^1] &= (1UL << (evaluation.Rows & 63)) - 1;
        }
    }

    /// <summary>Determines whether the timestamps of a part are UTC: if a column or value that they come from is.</summary>
    private bool IsUtc(Node node) => node switch
    {
        ZoneNode zone => zone.IsUtc,
        ColumnNode column => evaluation.Table[column.Name] is TimestampColumn { IsUtc: true },
        ConstantNode constant => constant.Value is DateTime { Kind: DateTimeKind.Utc },
        AggregateNode => evaluation.Prepared<ConstantNode>(node).Value is DateTime { Kind: DateTimeKind.Utc },
        _ => node.Inputs.Any(input => input.Kind == ColumnKind.Timestamp && IsUtc(input)),
    };
}
