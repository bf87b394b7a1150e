using System.Security.Cryptography;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Provenance;
using Modelyard.Lifecycle.Tests.Automation;
using Modelyard.Lifecycle.Training;
using Modelyard.Training;

namespace Modelyard.Lifecycle.Tests.Provenance;

public sealed class LineageTests : TestYard
{
    [Fact]
    public void A_prediction_leads_to_its_version_run_table_and_the_columns_of_files()
    {
        ServedModel model = Served();
        Yard.Models.SetAlias("churn", "challenger", 1);
        Yard.Models.RemoveAlias("churn", "champion");
        LineageGraph graph = Yard.Lineage.OfPrediction("churn", "day-1", 7);
        Assert.Equal([LineageNodeKind.Prediction, LineageNodeKind.Version, LineageNodeKind.Run, LineageNodeKind.Data, LineageNodeKind.Step, LineageNodeKind.Step], graph.Nodes.Select(node => node.Kind));
        Frame expected = ServedModel.Table(101, 150, isTurned: true, isMoved: true);
        Assert.Equal(expected["usage"].FormatCell(7), Fact(graph.Nodes[0], "usage"));
        Assert.Equal(expected["churn"].FormatCell(7), Fact(graph.Nodes[0], "_label"));
        Assert.Equal(("churn:1", "challenger"), (graph.Nodes[1].Title, Fact(graph.Nodes[1], "aliases")));
        Run run = Yard.Runs.List()[0];
        Assert.Equal((run.Id, run.Data!.Digest), (graph.Nodes[2].Title, Fact(graph.Nodes[3], "sha256")));
        Assert.Equal("churn", TrainingRecipe.Parse(Fact(graph.Nodes[2], "recipe")).Target);
        Assert.Contains(new InputOrigin("usage", "raw.csv", "minutes"), graph.Columns.Select(origin => origin with { Source = Path.GetFileName(origin.Source) }));

        // Each node but the first that was there leads to the next.
        Assert.Equal(5, graph.Links.Count);
        Assert.Contains(new LineageLink("churn:1", graph.Nodes[0].Id), graph.Links);
        Assert.Contains("churn:1", graph.ToChart().ToSvg(ChartTheme.Light), StringComparison.Ordinal);
        Assert.True(File.Exists(model.TrainingFile));
    }

    [Fact]
    public void The_aliases_of_the_moment_are_told_beside_those_of_now()
    {
        Served();
        DateTime then = DateTime.UtcNow;
        using (PredictionLog log = Yard.Predictions.Open("churn"))
        {
            using PredictionTableWriter writer = log.TableWriterOf(PredictionSource.Of("churn", "1", Yard.Models.Load("churn:1")));
            writer.Write(Frame.Of([new DoubleColumn("usage", [1]), new DoubleColumn("calls", [1]), CategoryColumn.From("contract", ["month"]), CategoryColumn.From("_prediction", ["No"]), new TextColumn("_request", ["now"])]), then);
        }

        Yard.Models.RemoveAlias("churn", "champion");
        LineageNode version = Yard.Lineage.OfPrediction("churn", "now", day: DateOnly.FromDateTime(then)).Nodes[1];
        Assert.Equal(("champion", false), (Fact(version, "aliases then"), version.Facts.Any(fact => fact.Key == "aliases")));
    }

    [Fact]
    public void A_request_is_found_in_journals_and_in_sealed_files_on_its_day()
    {
        Served();
        using (PredictionLog log = Yard.Predictions.Open("churn"))
        {
            log.Seal();
            Assert.Equal(150, log.Find("day-0", null).RowCount);
            Assert.Equal(0, log.Find("day-0", DateOnly.FromDateTime(ServedModel.First.AddDays(1))).RowCount);
            Assert.Equal(0, log.Find("day", null).RowCount);
        }

        Assert.Contains("holds no request 'none'", Fault(() => Yard.Lineage.OfPrediction("churn", "none")), StringComparison.Ordinal);
        Assert.Contains("no row '150'", Fault(() => Yard.Lineage.OfPrediction("churn", "day-0", 150)), StringComparison.Ordinal);
        Assert.Contains("no log of the predictions of 'other'", Fault(() => Yard.Lineage.OfPrediction("other", "day-0")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_and_the_files_that_it_was_made_of_lead_to_versions_and_their_answers()
    {
        ServedModel model = Served();
        new TrainingJob(model.TrainingFile, YardFolder, new TrainingOptions { Target = "churn", Candidates = ["GaussianNaiveBayes"], Trials = 0 }, "other").Run();
        foreach (string path in new[] { model.TrainingFile, PathOf("raw.csv") })
        {
            LineageGraph graph = Yard.Lineage.OfData(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
            Assert.Equal(["churn:1", "other:1"], graph.Nodes.Where(node => node.Kind == LineageNodeKind.Version).Select(node => node.Title));
            Assert.Equal("300, 150 of them with labels", Fact(graph.Nodes.First(node => node.Title == "churn:1"), "predictions"));
        }

        Assert.Contains("No version was learned", Fault(() => Yard.Lineage.OfData(new string('a', 64))), StringComparison.Ordinal);
        Assert.Contains("8 to 64", Fault(() => Yard.Lineage.OfData("../x")), StringComparison.Ordinal);
        LineageGraph run = Yard.Lineage.OfRun(Yard.Runs.List()[0].Id);
        Assert.Contains(run.Nodes, node => node.Title == "other:1");
        Assert.Equal("churn:1", Yard.Lineage.OfVersion("churn").Nodes[0].Title);
    }

    [Fact]
    public void What_changed_in_front_of_answers_is_told_around_a_moment()
    {
        Served();
        Yard.Models.Register("churn", Yard.Models.Load("churn:1"));
        ServedModel.WriteFile(PathOf("less.csv"), 3, 100, isTurned: false);
        new TrainingJob(PathOf("less.csv"), YardFolder, new TrainingOptions { Target = "churn", Candidates = ["LogisticRegression"], Trials = 0, Exclude = ["calls"] }, "churn").Run();
        Yard.Models.SetAlias("churn", "champion", 3);
        string[] changes = [.. Yard.Lineage.Changes("churn", DateTime.UtcNow).Select(change => change.Summary)];
        Assert.Contains("The alias 'champion' came to point to 'churn:3'.", changes);
        Assert.Contains(changes, change => change.StartsWith("'churn:3' was made", StringComparison.Ordinal) && change.Contains("'less.csv', 100 rows", StringComparison.Ordinal) && change.EndsWith("It does not read calls any more.", StringComparison.Ordinal));
        Assert.Contains("'churn:2' was made.", changes);
        Assert.Empty(Yard.Lineage.Changes("churn", DateTime.UtcNow.AddDays(-30)));
        Assert.Equal(5, changes.Length);
    }

    private static string Fact(LineageNode node, string name) => node.Facts.First(fact => fact.Key == name).Value;

    private static string Fault(Action action) => Assert.ThrowsAny<ModelyardException>(action).Message;

    /// <summary>Trains on a table that was made of another, and logs two days, one of them with labels.</summary>
    private ServedModel Served()
    {
        var model = new ServedModel(Yard, YardFolder);
        CsvWriter.Write(ServedModel.Table(0, 300, false, false).Rename("usage", "minutes"), PathOf("raw.csv"));
        Frame table = CsvReader.Read(PathOf("raw.csv")).Frame.Rename("minutes", "usage");
        CsvWriter.Write(table, model.TrainingFile);
        LineageFile.WriteBeside(table.Lineage, model.TrainingFile);
        new TrainingJob(model.TrainingFile, YardFolder, new TrainingOptions { Target = "churn", Candidates = ["LogisticRegression"], Trials = 0 }, "churn").Run();
        Yard.Models.SetAlias("churn", "champion", 1);
        model.Log(0, isTurned: false, labelled: false);
        model.Log(1, isTurned: true);
        return model;
    }
}
