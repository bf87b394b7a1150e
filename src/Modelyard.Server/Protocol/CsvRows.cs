using System.Text;
using Microsoft.AspNetCore.Http;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Reads a body of comma-separated text with a header into rows.</summary>
internal static class CsvRows
{
    private const int MostFaults = 20;
    private const int ShownLength = 60;
    private const int BytesForEachOfBody = 4;

    public static void Read(ReadOnlyMemory<byte> body, ServedModel model, RowBatch batch, FaultList faults, MemoryShare memory)
    {
        // Columns of numbers and texts, and then rows of numbers, are made of the body before they are copied to the batch.
        memory.Take(body.Length <= BufferPool<byte>.LongestKept ? 0 : BytesForEachOfBody * (long)body.Length);
        Frame frame;
        try
        {
            frame = model.Csv.Read(body, "the body");
        }
        catch (FrameFormatException fault)
        {
            FieldFault[] all = [.. fault.Problems.Take(MostFaults).Select(problem => Describe(problem, body.Span))];
            throw new RequestFaultException(StatusCodes.Status400BadRequest, fault.Message, all);
        }

        Span<bool> seen = batch.Seen.AsSpan(0, batch.Width);
        for (int input = 0; input < seen.Length; input++)
        {
            seen[input] = frame.TryGetColumn(model.Inputs[input].Name, out _);
        }

        InvocationReader.AddAbsent("line 1", model, seen, faults);
        faults.ThrowIfAny();
        Dataset rows;
        try
        {
            rows = model.Encoder.EncodeRows(frame);
        }
        catch (ModelyardException fault)
        {
            AddCells(frame, model, faults);
            faults.ThrowIfAny();
            throw RequestFaultException.At("$", "wrong_type", null, fault.Message);
        }

        if (rows.IsSparse)
        {
            batch.Add(rows.SparseFeatures);
        }
        else
        {
            for (int row = 0; row < rows.RowCount; row++)
            {
                rows.Features.Row(row).CopyTo(batch.Add());
            }
        }

        if (batch.Texts is { } texts)
        {
            KeepTexts(frame, model, batch, texts);
        }
    }

    /// <summary>Keeps the cells that their numbers do not tell: free texts, levels that the model does not know, and keys.</summary>
    private static void KeepTexts(Frame frame, ServedModel model, RowBatch batch, CellTexts texts)
    {
        const double UnknownLevel = -1;
        for (int input = 0; input < model.Inputs.Count; input++)
        {
            Column column = frame[model.Inputs[input].Name];
            bool isText = model.Inputs[input].Kind == FeatureKind.Text;
            for (int row = 0; (isText || model.Inputs[input].IsCategorical) && row < frame.RowCount; row++)
            {
                if (isText ? !column.IsMissing(row) : batch.Cell(row, input) == UnknownLevel)
                {
                    texts.Add(row, input, column.FormatCell(row));
                }
            }
        }

        if (model.Inputs.IndexOf(PredictionColumns.Key) < 0 && frame.TryGetColumn(PredictionColumns.Key, out Column? keys))
        {
            for (int row = 0; row < frame.RowCount; row++)
            {
                if (!keys.IsMissing(row))
                {
                    texts.Add(row, CellTexts.Key, keys.FormatCell(row));
                }
            }
        }
    }

    private static void AddCells(Frame frame, ServedModel model, FaultList faults)
    {
        for (int row = 0; row < frame.RowCount; row++)
        {
            for (int input = 0; input < model.Inputs.Count; input++)
            {
                Column column = frame[model.Inputs[input].Name];
                string cell = column.FormatCell(row);
                if (!column.IsMissing(row) && !model.Encoder.TryEncode(input, Encoding.UTF8.GetBytes(cell), out _))
                {
                    string shown = $"'{(cell.Length > ShownLength ? cell[..ShownLength] + "..." : cell)}'";
                    faults.Add($"data row {row + 1}, column '{column.Name}'", "wrong_type", shown, CellReader.Refusal(model.Inputs[input], shown));
                }
            }
        }
    }

    private static FieldFault Describe(FrameProblem problem, ReadOnlySpan<byte> body)
    {
        string place = (problem.Line, problem.Column) switch
        {
            (0, null) => "$",
            (0, _) => $"column '{problem.Column}'",
            (_, null) => $"line {problem.Line}",
            _ => $"line {problem.Line}, column '{problem.Column}'",
        };
        return new FieldFault(place, "malformed_csv", problem.Line == 0 ? null : LineOf(body, problem.Line), problem.Message);
    }

    private static string LineOf(ReadOnlySpan<byte> body, long line)
    {
        for (int end = 0; line > 1 && (end = body.IndexOf((byte)'\n')) >= 0; line--)
        {
            body = body[(end + 1)..];
        }

        int length = body.IndexOfAny((byte)'\r', (byte)'\n');
        body = length < 0 ? body : body[..length];
        return Encoding.UTF8.GetString(body[..Math.Min(body.Length, ShownLength)]) + (body.Length > ShownLength ? "..." : "");
    }
}
