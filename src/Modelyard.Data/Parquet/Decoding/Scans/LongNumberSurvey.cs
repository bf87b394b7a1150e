using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Settles, by the cells that are there, what becomes of columns whose numbers may have more digits than fit.</summary>
internal static class LongNumberSurvey
{
    /// <summary>Settles columns.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="source">The file.</param>
    /// <param name="groups">All of its row groups.</param>
    /// <param name="fields">The columns.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="notes">Receives what is to be told.</param>
    /// <returns>The columns, each with its kind.</returns>
    /// <exception cref="FrameFormatException">Long numbers are refused, as asked for.</exception>
    public static FlatField[] Settle(string name, ByteSource source, IReadOnlyList<RowGroup> groups, IReadOnlyList<FlatField> fields, ParquetReadOptions options, List<FrameProblem> notes) =>
        [.. fields.Select(field => field.MayBeLong && AreLong(source, groups, field, options.Degree) ? Settle(name, field, options, notes) : field)];

    private static bool AreLong(ByteSource source, IReadOnlyList<RowGroup> groups, FlatField field, int degree)
    {
        bool[] areLong = new bool[groups.Count];
        ParallelLoop.For(groups.Count, degree, i =>
        {
            var cells = new LongNumberCells(field, FlatScan.RowsOf(groups[i]));
            try
            {
                using var cursor = new ColumnCursor(source, field, groups[i]);
                cursor.DecodeAll(cells, 0);
                areLong[i] = cells.AreAny;
            }
            finally
            {
                cells.Release();
            }
        });
        return areLong.Contains(true);
    }

    private static FlatField Settle(string name, FlatField field, ParquetReadOptions options, List<FrameProblem> notes)
    {
        string what = $"Numbers of the type '{field.TypeName}' have more digits than {(field.Kind == ColumnKind.Integer ? "an integer" : "a double")} holds";
        switch (options.LongNumbers)
        {
            case LongNumbers.Error:
                throw new FrameFormatException(name, [new FrameProblem(0, $"'{field.Name}'", what + ". Read the column as text or rounded (LongNumbers).")], 1, string.Empty);
            case LongNumbers.Double:
                notes.Add(new FrameProblem(0, $"'{field.Name}'", what + " and were rounded, as asked for."));
                return field with { Kind = ColumnKind.Double };
            default:
                notes.Add(new FrameProblem(0, $"'{field.Name}'", what + "; the column is read as text. To round them, choose LongNumbers.Double."));
                return field with { Kind = ColumnKind.Category };
        }
    }
}
