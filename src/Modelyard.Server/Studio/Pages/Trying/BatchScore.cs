using Microsoft.AspNetCore.Http;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Pipelines;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Studio.Content;
using ColumnKind = Modelyard.Server.Studio.Content.ColumnKind;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Scores the rows of an uploaded table: its columns, then what the model predicts.</summary>
internal static class BatchScore
{
    private const int MostPreviewed = 20, BytesForEachOfTable = 16;

    /// <summary>Scores a table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="csv">The table, with a header.</param>
    /// <param name="mostRows">The greatest number of rows.</param>
    /// <param name="memory">The memory that large requests may take together.</param>
    /// <exception cref="RequestFaultException">The table cannot be read, does not fit the model, or is too long.</exception>
    public static Frame Score(ServedModel model, byte[] csv, int mostRows, MemoryLimit memory)
    {
        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            scratch.Memory.Take(BytesForEachOfTable * (long)csv.Length);
            Frame rows = model.Csv.Read(csv, "the file");
            if (rows.RowCount > mostRows)
            {
                throw RequestFaultException.At("file", "too_many_rows", null, $"The file has {NumberText.Count(rows.RowCount)} rows and may have {NumberText.Count(mostRows)}; score it in parts, or by 'modelyard predict {model.Version.Name} FILE -o scored.csv'.", StatusCodes.Status413PayloadTooLarge);
            }

            string[] absent = [.. model.Inputs.Select(input => input.Name).Where(name => !rows.TryGetColumn(name, out _))];
            if (absent.Length > 0)
            {
                throw RequestFaultException.At("file", "missing_column", null, $"The file has no column {string.Join(", ", absent.Take(10).Select(name => $"'{name}'"))}{(absent.Length > 10 ? $" and {absent.Length - 10} more" : "")}, which the model reads. Its header has {string.Join(", ", rows.Columns.Take(10).Select(column => $"'{column.Name}'"))}.");
            }

            Frame predictions = new PredictionTable(model.Predictor).Predict(model.Encoder.EncodeRows(rows), 1);
            return predictions.Columns.Aggregate(rows, (table, column) => table.With(model.Inputs.IndexOf(column.Name) >= 0 ? column.Rename($"model_{column.Name}") : column));
        }
        catch (FrameFormatException fault)
        {
            throw RequestFaultException.At("file", "malformed_csv", null, fault.Message);
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>Lays out the first rows, what is predicted first.</summary>
    public static DataTable Preview(ServedModel model, Frame scored)
    {
        Column[] columns = [.. scored.Columns.OrderBy(column => !column.Name.StartsWith("prediction", StringComparison.Ordinal)).ThenBy(column => model.Inputs.IndexOf(column.Name) >= 0)];
        return new DataTable(
            "preview", $"First of {NumberText.Counted(scored.RowCount, "row")}", [.. columns.Select(column => new TableColumn(column.Name, column.Name, column is DoubleColumn or IntegerColumn ? ColumnKind.Number : ColumnKind.Text))],
            [.. Enumerable.Range(0, Math.Min(MostPreviewed, scored.RowCount)).Select(row => (IReadOnlyList<Cell>)[.. columns.Select(column => new Cell(column.IsMissing(row) ? null : column.FormatCell(row)))])]);
    }
}
