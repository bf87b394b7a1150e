using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;
using Modelyard.Training;

namespace Modelyard.Lifecycle.Tests.Training;

public sealed class TableLineageTests : TestYard
{
    [Fact]
    public void A_model_and_its_report_tell_where_the_training_table_comes_from()
    {
        string path = Merged();
        LineageFile.WriteBeside(Lineage(path), path);
        TrainingOutcome outcome = Train(path);

        ModelPackage package = Yard.Models.Load($"{outcome.Name}:{outcome.Version}");
        LineageStep lineage = LineageFile.FromText(package.Lineage[TrainingJob.TableLineageKey])!;
        ColumnOrigin size = Assert.Single(lineage.SourcesOf("size_y"));
        Assert.Equal(("towns.csv", "size"), (Path.GetFileName(size.Step.Source!.Name), size.Column));
        Assert.Equal(64, size.Step.Source.Digest!.Length);

        string report = File.ReadAllText(outcome.ReportPath);
        Assert.Contains("Where each feature comes from", report, StringComparison.Ordinal);
        Assert.Contains("towns.csv", report, StringComparison.Ordinal);
        Assert.DoesNotContain("&quot;steps&quot;", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lineage_of_another_content_is_not_taken_for_that_of_the_table()
    {
        string path = Merged();
        LineageFile.WriteBeside(Lineage(path), path);
        File.AppendAllText(path, "100,3,4,1\n");
        TrainingOutcome outcome = Train(path);
        Assert.DoesNotContain(TrainingJob.TableLineageKey, Yard.Models.Load($"{outcome.Name}:{outcome.Version}").Lineage.Keys);
    }

    private TrainingOutcome Train(string path) =>
        new TrainingJob(path, YardFolder, new TrainingOptions { Target = "y", Candidates = ["Ridge"], Trials = 1 }).Run();

    /// <summary>Tells the lineage of the same merge of files.</summary>
    private LineageStep Lineage(string path)
    {
        File.WriteAllText(PathOf("orders.csv"), "id,size,y\n1,2,3\n");
        File.WriteAllText(PathOf("towns.csv"), "id,size\n1,2\n");
        Frame merged = CsvReader.Read(PathOf("orders.csv")).Frame.Merge(CsvReader.Read(PathOf("towns.csv")).Frame, ["id"]);
        Assert.Equal(CsvReader.Read(path).Frame.Columns.Select(column => column.Name), merged.Columns.Select(column => column.Name));
        return merged.Lineage;
    }

    private string Merged()
    {
        string path = PathOf("merged.csv");
        File.WriteAllText(path, "id,size_x,y,size_y\n" + string.Concat(Enumerable.Range(0, 80).Select(i => FormattableString.Invariant($"{i},{i % 7},{(2.5 * (i % 7)) + (i % 5) + ((i * i) % 3)},{i % 5}\n"))));
        return path;
    }
}
