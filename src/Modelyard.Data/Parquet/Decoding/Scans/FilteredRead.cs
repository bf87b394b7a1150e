using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads the rows that hold conditions: of each row group first the columns that are compared, then the others, if rows are left.</summary>
internal sealed class FilteredRead(ByteSource source, ParquetReadOptions options, FlatField[] fields, FlatField[] tested, RowGroup[] groups, List<FrameProblem> notes)
{
    /// <summary>Reads all row groups.</summary>
    public Frame Read()
    {
        // Row groups side by side; of a few large ones the columns too.
        int outer = Math.Max(1, Math.Min(options.Degree, groups.Length)), inner = Math.Max(1, options.Degree / outer);
        var pieces = new Piece[]?[groups.Length];
        ParallelLoop.For(groups.Length, outer, i => pieces[i] = ReadGroup(groups[i], inner));
        var columns = new Column[fields.Length];
        ParallelLoop.For(fields.Length, options.Degree, i => columns[i] = Join(fields[i], [.. pieces.Where(piece => piece is not null).Select(piece => piece![i])]));
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] is TimestampColumn times)
            {
                int at = i;
                FlatScan.TellOf(notes, fields[i], hasOutside: true, times, pieces.Sum(piece => piece?[at].Uneven ?? 0));
            }
        }

        return Frame.Of(columns);
    }

    private Column Join(FlatField field, Piece[] pieces)
    {
        ColumnKind? kind = FlatScan.KindOf(field, options.Kinds);
        if (pieces.Length == 0)
        {
            return ColumnCells.Of(field, 0, kind).Build(1);
        }

        var join = new ColumnJoin(field.Name, kind, (int)Math.Min(pieces.Sum(piece => (long)piece.Cells.Length), Array.MaxLength));
        foreach (Piece piece in pieces)
        {
            join.Add(piece.Cells, 0, piece.Cells.Length);
        }

        return join.Build();
    }

    /// <summary>Reads a row group.</summary>
    /// <returns>Its pieces, column by column; null if no row is left.</returns>
    private Piece[]? ReadGroup(RowGroup group, int degree)
    {
        ulong[] keep = ConditionMask.All(FlatScan.RowsOf(group));
        var read = new Dictionary<FlatField, (ColumnCells Cells, Column Column)>();
        try
        {
            for (int i = 0; i < tested.Length; i++)
            {
                if (!read.TryGetValue(tested[i], out (ColumnCells, Column Column) there))
                {
                    read[tested[i]] = there = Decode(tested[i], group);
                }

                ConditionMask.Apply(options.Conditions[i], there.Column, keep);
                if (!keep.AsSpan().ContainsAnyExcept(0UL))
                {
                    return null;
                }
            }

            int[] rows = ConditionMask.Rows(keep);
            var pieces = new Piece[fields.Length];
            ParallelLoop.For(fields.Length, degree, i =>
            {
                bool isThere = read.TryGetValue(fields[i], out (ColumnCells Cells, Column Column) there);
                (ColumnCells Cells, Column Column) field = isThere ? there : Decode(fields[i], group);
                pieces[i] = new Piece(field.Column.Take(rows), field.Cells is TimeCells times ? times.CountUneven(rows) : 0);
                if (!isThere)
                {
                    field.Cells.Release();
                }
            });
            return pieces;
        }
        finally
        {
            foreach ((ColumnCells cells, _) in read.Values)
            {
                cells.Release();
            }
        }
    }

    private (ColumnCells Cells, Column Column) Decode(FlatField field, RowGroup group)
    {
        ColumnKind? kind = FlatScan.KindOf(field, options.Kinds);
        var cells = ColumnCells.Of(field, FlatScan.RowsOf(group), kind == ColumnKind.Text ? kind : null, isScratch: true);
        using var cursor = new ColumnCursor(source, field, group);
        cursor.DecodeAll(cells, 0);
        return (cells, cells.Build(1));
    }

    /// <summary>Represents the rows of a row group that hold the conditions.</summary>
    /// <param name="Cells">The cells of a column.</param>
    /// <param name="Uneven">How many of them lost parts of a tick.</param>
    private sealed record Piece(Column Cells, long Uneven);
}
