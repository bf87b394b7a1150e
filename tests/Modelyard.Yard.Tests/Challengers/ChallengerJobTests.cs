using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Tests.Automation;
using Modelyard.Lifecycle.Training;
using Modelyard.Training;

namespace Modelyard.Lifecycle.Tests.Challengers;

public sealed class ChallengerJobTests : TestYard
{
    [Fact]
    public void A_challenger_is_learned_from_the_rows_before_the_latest_and_compared_on_these()
    {
        ServedModel model = new ServedModel(Yard, YardFolder).Train();
        for (int day = 0; day < 4; day++)
        {
            model.Log(day, isTurned: true);
        }

        ChallengerOutcome outcome = new ChallengerJob(Yard, "churn", new RetrainingPlan { Source = new RetrainingSource { IsLog = true }, HoldOutLast = TimeSpan.FromHours(1), Promotion = new PromotionRule { SliceColumns = ["contract"], MostLatency = 100 } }).Run();
        Assert.Equal((450, 150), (outcome.Rows, outcome.Comparison.Rows));
        Assert.Contains("the latest 150 rows (from 2026-03-05T09:00:00Z on)", outcome.Comparison.Data, StringComparison.Ordinal);

        // The law is turned: who is right about it is wrong by the old one.
        Assert.True(outcome.Comparison.Gain > 0.5);
        Assert.Equal(1, outcome.Comparison.Deciding!.Winner());
        Assert.Equal(["contract=month", "contract=year"], outcome.Comparison.Slices.Select(slice => slice.Slice).Order());
        Assert.Equal(150, outcome.Comparison.Slices.Sum(slice => slice.Rows));
        Assert.InRange(outcome.Comparison.LatencyRatio, 0.01, 100);
        Assert.Equal((1, 2), (Yard.Models.Resolve("churn").Version, Yard.Models.Resolve("churn@challenger").Version));
        Assert.Contains("roc-auc", outcome.Challenger.Description, StringComparison.Ordinal);
        Assert.Equal("churn:1", outcome.Challenger.Tags["retrained from"]);
        using var page = new StreamReader(Yard.Artifacts.Open(Yard.Runs.Get(outcome.Challenger.RunId!).Artifacts.Single(artifact => artifact.Name == ChallengerJob.PageName).Digest));
        Assert.Contains("churn:2 challenges churn:1", page.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_the_version_in_production_was_learned_from_are_no_rows_to_compare_on()
    {
        ServedModel model = new ServedModel(Yard, YardFolder).Train();
        ChallengerOutcome outcome = new ChallengerJob(Yard, "churn", new RetrainingPlan { Source = new RetrainingSource { Files = [model.TrainingFile] } }).Run();
        Assert.Equal((0, PromotionOutcome.Wait), (outcome.Comparison.Rows, outcome.Decision.Outcome));
        Assert.Contains("without 60 that the version in production was learned from", outcome.Comparison.Data, StringComparison.Ordinal);

        // A file that grew: the old rows teach, some of the new ones are held out.
        File.AppendAllLines(model.TrainingFile, File.ReadLines(Grown()).Skip(1));
        outcome = new ChallengerJob(Yard, "churn", new RetrainingPlan { Source = new RetrainingSource { Files = [model.TrainingFile] } }).Run();
        Assert.Equal(PromotionOutcome.Wait, outcome.Decision.Outcome);

        string Grown()
        {
            string path = PathOf("grown.csv");
            ServedModel.WriteFile(path, 5, 200, isTurned: false);
            return path;
        }
    }

    [Fact]
    public void A_model_without_an_alias_keeps_its_version_in_production()
    {
        ServedModel model = new ServedModel(Yard, YardFolder).Train();
        model.Log(0, isTurned: true);
        Yard.Models.RemoveAlias("churn", "champion");
        new ChallengerJob(Yard, "churn", new RetrainingPlan { Source = new RetrainingSource { IsLog = true } }).Run();
        Assert.Equal((1, 2), (Yard.Models.Resolve("churn").Version, Yard.Models.Resolve("churn@latest").Version));
    }

    [Fact]
    public void Rows_with_a_time_of_their_own_are_held_out_by_it_and_groups_are_not_parted()
    {
        string path = PathOf("timed.csv");
        Frames.Frame table = ServedModel.Table(1, 200, false, false).With(new Frames.IntegerColumn("month", [.. Enumerable.Range(0, 200).Select(row => (long)(row / 10))]));
        Frames.CsvWriter.Write(table, path);
        new TrainingJob(path, YardFolder, new TrainingOptions { Target = "churn", Candidates = ["LogisticRegression"], Trials = 0, Time = "month" }, "churn").Run();
        string later = PathOf("later.csv");
        Frames.CsvWriter.Write(ServedModel.Table(2, 100, false, false).With(new Frames.IntegerColumn("month", [.. Enumerable.Range(0, 100).Select(row => 20L + (row / 10))])), later);
        ChallengerOutcome outcome = new ChallengerJob(Yard, "churn", new RetrainingPlan { Source = new RetrainingSource { Files = [later] }, HoldOutShare = 0.25 }).Run();

        // A quarter is 25 rows; the month that it begins in comes whole.
        Assert.Equal((70, 30), (outcome.Rows, outcome.Comparison.Rows));
        Assert.Contains("(from 27 on)", outcome.Comparison.Data, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_the_models_do_not_know_are_left_out_or_make_it_wait()
    {
        ServedModel model = new ServedModel(Yard, YardFolder).Train();
        string path = PathOf("third.csv");
        ServedModel.WriteFile(path, 6, 200, isTurned: false);
        File.AppendAllLines(path, Enumerable.Range(0, 40).Select(row => $"0.{row},0.1,month,Perhaps"));
        ChallengerOutcome outcome = new ChallengerJob(Yard, "churn", new RetrainingPlan { Source = new RetrainingSource { Files = [path] } }).Run();
        Assert.Contains("cannot be compared", outcome.Comparison.Fault, StringComparison.Ordinal);
        Assert.Equal(PromotionOutcome.Wait, outcome.Decision.Outcome);
        Assert.True(File.Exists(model.TrainingFile));
    }
}
