using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Prints how columns go together.</summary>
internal static class CorrelationVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var features = new Option<string[]>("--features") { Description = "The columns; all that the method can measure, but free text, by default." };
        Option<CorrelationKind> method = Choice.Of("--method", "How two columns are compared", CorrelationKind.Auto);
        Option<bool> json = SharedOptions.Json();
        var picture = new Option<string?>("--svg") { Description = "Draw a heat map, in which columns that go together stand together, into this file." };
        var verb = new TableVerb(terminal, "correlation", "Show how columns go together: correlations of numbers, Cramer's V of categories, the correlation ratio between the two.", "modelyard stats correlation diamonds.csv --method spearman");
        return verb.Say([file], [features, method, picture, json], parsed =>
        {
            string? path = parsed.GetValue(picture);
            OutputFile.Check(path);
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            string[]? names = SharedOptions.Names(parsed, features) is { Length: > 0 } given ? given : null;
            var matrix = CorrelationMatrix.Of(frame, names, parsed.GetValue(method), Environment.ProcessorCount);
            if (path is not null)
            {
                File.WriteAllText(path, matrix.ToChart().ToSvg(ChartTheme.Light));
                terminal.ErrorLine($" picture {path}");
            }

            if (parsed.GetValue(json))
            {
                WriteJson(terminal, matrix);
                return CommandLine.Success;
            }

            TextTable table = new TextTable(["", .. matrix.Clustered.Select(place => matrix.Names[place])]).Right([.. Enumerable.Range(1, matrix.Names.Count)]);
            foreach (int row in matrix.Clustered)
            {
                table.Add([matrix.Names[row], .. matrix.Clustered.Select(column => Text(matrix.Values[row, column]))]);
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
    }

    private static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString("0.00");

    private static void WriteJson(Terminal terminal, CorrelationMatrix matrix) => JsonText.Write(terminal, writer =>
    {
        writer.WriteString("method", matrix.Kind.ToString().ToLowerInvariant());
        writer.Texts("names", matrix.Names);
        writer.WriteStartArray("matrix");
        for (int i = 0; i < matrix.Names.Count; i++)
        {
            writer.WriteStartArray();
            for (int j = 0; j < matrix.Names.Count; j++)
            {
                if (double.IsNaN(matrix.Values[i, j]))
                {
                    writer.WriteNullValue();
                }
                else
                {
                    writer.WriteNumberValue(matrix.Values[i, j]);
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Texts("clustered", matrix.Clustered.Select(place => matrix.Names[place]));
    });
}
