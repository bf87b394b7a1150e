using Microsoft.AspNetCore.Http;
using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Reads a body of comma-separated text with a header into rows.</summary>
internal static class CsvRows
{
    public static void Read(ReadOnlyMemory<byte> body, ServedModel model, RowBatch batch, FaultList faults)
    {
        Frame frame;
        try
        {
            frame = model.Csv.Read(body);
        }
        catch (FrameFormatException fault)
        {
            throw new RequestFaultException(StatusCodes.Status400BadRequest, fault.Message, [.. fault.Problems.Take(20).Select(Describe)]);
        }

        Span<bool> seen = batch.Seen.AsSpan(0, batch.Width);
        for (int input = 0; input < seen.Length; input++)
        {
            seen[input] = frame.TryGetColumn(model.Inputs[input].Name, out _);
        }

        InvocationReader.AddAbsent("line 1", model, seen, faults);
        faults.ThrowIfAny();
        Matrix rows;
        try
        {
            rows = model.Encoder.Encode(frame);
        }
        catch (ModelyardException fault)
        {
            FieldFault[] all = [.. fault.Message.Split(Environment.NewLine).Select(line => new FieldFault("$", "wrong_type", null, line))];
            throw new RequestFaultException(StatusCodes.Status400BadRequest, all.Length == 1 ? fault.Message : "Cells of the table cannot be read; see 'errors'.", all);
        }

        for (int row = 0; row < rows.Rows; row++)
        {
            rows.Row(row).CopyTo(batch.Add());
        }
    }

    private static FieldFault Describe(FrameProblem problem) =>
        new(problem.Column is null ? $"line {problem.Line}" : $"line {problem.Line}, column '{problem.Column}'", "malformed_csv", null, problem.Message);
}
