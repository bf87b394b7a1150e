using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Provenance;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands;

/// <summary>Tells what a prediction, a version or a run came of, and what came of a table.</summary>
internal static class LineageCommand
{
    private const int MostFacts = 12;
    private const int DigestLength = 64;

    internal static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("WHAT") { Description = "The identifier of a request with '--model', a version (name, name:version, name@alias), a run, a file or its SHA-256." };
        var model = new Option<string?>("--model") { Description = "The model whose log holds the request." };
        Option<int> row = new Option<int>("--row") { Description = "The row within the request, from 0.", DefaultValueFactory = _ => 0 }.Plainly("a whole number, 0 or greater");
        var day = new Option<string?>("--on") { Description = "The day of the request in UTC, as 2026-03-01, so that no other is read." };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("lineage", "Tell where an answer, a version or a run comes from, back to the columns of files; or what came of a file.") { what, model, row, day, output, yard, json }
            .WithExample("modelyard lineage r-17 --model churn -o lineage.svg");
        command.SetAction(parsed =>
        {
            ChartPage.Check(parsed.GetValue(output));
            string asked = parsed.GetRequiredValue(what);
            DateTime? on = PredictionsCommand.Moment(parsed, day);
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            LineageGraph graph = parsed.GetValue(model) is { } name
                ? opened.Lineage.OfPrediction(name, asked, parsed.GetValue(row), on is { } moment ? DateOnly.FromDateTime(moment) : null)
                : Find(opened, asked);
            if (parsed.GetValue(output) is { } page)
            {
                Write(page, graph);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.WriteString("title", graph.Title);
                    writer.Objects("nodes", graph.Nodes, node =>
                    {
                        writer.WriteString("id", node.Id);
                        writer.WriteString("kind", Choice.Word(node.Kind));
                        writer.WriteString("title", node.Title);
                        writer.Objects("facts", node.Facts, fact =>
                        {
                            writer.WriteString("name", fact.Key);
                            writer.WriteString("value", fact.Value);
                        });
                    });
                    writer.Objects("links", graph.Links, link =>
                    {
                        writer.WriteString("from", link.From);
                        writer.WriteString("to", link.To);
                    });
                    writer.Objects("columns", graph.Columns, origin =>
                    {
                        writer.WriteString("input", origin.Input);
                        writer.WriteString("source", origin.Source);
                        writer.WriteString("column", origin.Column);
                    });
                });
            }
            else
            {
                Write(terminal, graph);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static LineageGraph Find(Lifecycle.Yard yard, string asked)
    {
        if (File.Exists(asked))
        {
            return yard.Lineage.OfData(LabelledTable.Digest(asked)!);
        }

        if (asked.Length == DigestLength && asked.All(char.IsAsciiHexDigitLower))
        {
            return yard.Lineage.OfData(asked);
        }

        string name = asked.Split(':', '@')[0];
        bool isModel = yard.Models.List().Any(model => model.Name == name);
        try
        {
            return isModel ? yard.Lineage.OfVersion(asked) : yard.Lineage.OfRun(asked);
        }
        catch (YardException fault) when (!isModel)
        {
            throw new ModelyardException($"'{asked}' is no file, no model and no run of the yard. The identifier of a request goes with '--model'.", fault);
        }
    }

    private static void Write(string path, LineageGraph graph)
    {
        DiagramChart chart = graph.ToChart();
        if (ChartPage.IsPicture(path))
        {
            ChartPage.Write(path, "", "", "", [chart]);
            return;
        }

        ChartPage.Write(path, "Lineage", graph.Title, "", writer =>
        {
            writer.Figure(chart, "What was there first stands on the left.", wide: true);
            foreach (LineageNode node in graph.Nodes)
            {
                writer.Details($"{Choice.Word(node.Kind)} {node.Title}", details => details.Definitions(node.Facts.Select(fact => (fact.Key, fact.Value))));
            }

            if (graph.Columns.Count > 0)
            {
                writer.Section("columns", "Where each input comes from", "", section => section.Table(new HtmlTable
                {
                    Title = "Inputs",
                    Columns = [new HtmlColumn("input"), new HtmlColumn("source"), new HtmlColumn("column")],
                    Rows = [.. graph.Columns.Select(origin => (IReadOnlyList<Markup>)[Markup.Name(origin.Input), Markup.Name(origin.Source), Markup.Name(origin.Column)])],
                }));
            }
        });
    }

    private static void Write(Terminal terminal, LineageGraph graph)
    {
        terminal.Line($" {PlainText.Of(graph.Title)}");
        foreach (LineageNode node in graph.Nodes)
        {
            terminal.Line();
            terminal.Line($" {Choice.Word(node.Kind)} {PlainText.Of(node.Title)}");
            string[] from = [.. graph.Links.Where(link => link.To == node.Id).Select(link => graph.Nodes.First(other => other.Id == link.From)).Select(other => $"{Choice.Word(other.Kind)} {other.Title}")];
            if (from.Length > 0)
            {
                terminal.Line($"   from: {PlainText.Of(string.Join(", ", from))}");
            }

            foreach ((string name, string value) in node.Facts.Take(MostFacts))
            {
                terminal.Line($"   {PlainText.Of(name)}: {PlainText.Of(value)}");
            }

            if (node.Facts.Count > MostFacts)
            {
                terminal.Line($"   and {node.Facts.Count - MostFacts} more: --json");
            }
        }

        if (graph.Columns.Count > 0)
        {
            terminal.Line();
            var table = new TextTable("input", "source", "of its column");
            foreach (InputOrigin origin in graph.Columns)
            {
                table.Add(origin.Input, origin.Source, origin.Column);
            }

            table.Write(terminal);
        }
    }
}
