using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Tests.Automation;
using Modelyard.Lifecycle.Training;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Preparation;
using Modelyard.Selection.Search;
using Modelyard.Training;
using Modelyard.Training.Search;

namespace Modelyard.Lifecycle.Tests.Training;

public sealed class RecipeTests : TestYard
{
    [Fact]
    public void A_recipe_of_a_training_comes_back_from_its_text_as_it_was()
    {
        var options = new TrainingOptions
        {
            Target = "churn \"?\"", Task = TaskKind.Classification, Metric = "cost(Yes:No=500, No:Yes=50)", Budget = TimeSpan.FromSeconds(1.5), Trials = 7, Candidates = ["Ridge", "Svc(C=10)"], Exclude = ["id", "naïve,"],
            Texts = ["note"], TestShare = 0.1 + 0.2, Group = "household", Time = "month", Coverage = 0.9, CoverageGroups = "region", Seed = ulong.MaxValue, Vote = false, RefitOnAll = false,
        };
        var read = TrainingRecipe.Parse(new TrainingRecipe(options, ["", "-999"]).ToJson());
        Assert.Equivalent(options, read.Training, strict: true);
        Assert.Equal(["", "-999"], read.MissingTokens);
    }

    [Fact]
    public void A_recipe_of_a_search_comes_back_from_its_text_as_it_was()
    {
        var options = new TunerOptions
        {
            Target = "y", Estimators = ["Ridge"], Spaces = ["Alpha=log(1e-4,10)"], Constraints = ["Alpha > 0.1"], Metrics = ["mae", "rmse"], Method = SearchMethod.Tpe, Budget = TimeSpan.FromMinutes(2), Trials = 9, TrialsAtOnce = 3, Folds = 4,
            Resource = SearchResource.Hyperparameter, ResourceName = "Iterations", Prune = false, StopsEarly = false, NestedFolds = 3, Exclude = ["a"], Texts = ["b"], TestShare = 0.25, Group = "g", Time = "t", RefitOnAll = false, Coverage = 0.8,
            CoverageGroups = "c", Seed = 3,
        };
        Assert.Equivalent(options, TrainingRecipe.Parse(new TrainingRecipe(options, []).ToJson()).Tuning, strict: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"format\":1,\"kind\":\"guess\"}")]
    [InlineData("{\"format\":1,\"kind\":\"tune\",\"target\":\"y\",\"estimators\":[\"Ridge\"],\"method\":\"none\"}")]
    [InlineData("{\"format\":2,\"kind\":\"train\",\"target\":\"y\"}")]
    public void A_damaged_recipe_is_refused_in_words(string text) => Assert.Matches("recipe", Assert.ThrowsAny<ModelyardException>(() => TrainingRecipe.Parse(text)).Message);

    [Fact]
    public void The_same_recipe_and_table_give_the_same_bits_of_a_training()
    {
        var model = new ServedModel(Yard, YardFolder).Train(new TrainingOptions { Target = "churn", Candidates = ["LogisticRegression", "DecisionTreeClassifier"], Trials = 2, Seed = 11, Exclude = ["calls"] });
        RetrainingOutcome outcome = new RetrainingJob(YardFolder, "churn", new RetrainingSource { Files = [model.TrainingFile] }).Run();
        Assert.Equal(("churn:2", "churn:1", 300), (outcome.Version.Reference, outcome.Before.Reference, outcome.Rows));
        Assert.Equal("churn:1", outcome.Version.Tags["retrained from"]);
        AssertSameBits(Yard.Models.Load("churn:1"), Yard.Models.Load("churn:2"));
        Assert.DoesNotContain(Yard.Models.Load("churn:2").Predictor.Inputs, input => input.Name == "calls");
    }

    [Fact]
    public void The_same_recipe_and_table_give_the_same_bits_of_a_search()
    {
        string path = PathOf("old.csv");
        ServedModel.WriteFile(path, 0, 200, isTurned: false);
        new TuningJob(path, YardFolder, new TunerOptions { Target = "churn", Estimators = ["DecisionTreeClassifier"], Trials = 5, Seed = 4, Folds = 3 }, name: "churn").Run();
        new RetrainingJob(YardFolder, "churn:1", new RetrainingSource()).Run();
        AssertSameBits(Yard.Models.Load("churn:1"), Yard.Models.Load("churn:2"));
    }

    [Fact]
    public void A_version_that_holds_no_recipe_is_made_anew_by_what_it_tells_and_what_is_assumed_is_said()
    {
        var model = new ServedModel(Yard, YardFolder).Train();
        ModelPackage package = Yard.Models.Load("churn:1");
        ModelPackage before = package with { Lineage = package.Lineage.Where(pair => pair.Key != TrainingRecipe.Key).ToDictionary() };
        var recipe = TrainingRecipe.Of(before);
        Assert.Equal((0, "churn", "roc-auc", 2), (recipe.Training!.Trials, recipe.Target, recipe.Metric, recipe.Assumptions.Count));
        Assert.Empty(TrainingRecipe.Of(package).Assumptions);
        Assert.Contains("does not tell how it was made", Assert.Throws<ModelyardException>(() => TrainingRecipe.Of(Package)).Message, StringComparison.Ordinal);
        Assert.Equal(300, CsvReader.Read(model.TrainingFile).Frame.RowCount);
    }

    [Fact]
    public void Without_data_the_labelled_log_is_learned_from_and_kept()
    {
        var model = new ServedModel(Yard, YardFolder).Train();
        model.Log(0, isTurned: true);
        model.Log(1, isTurned: true, labelled: false);
        RetrainingOutcome outcome = new RetrainingJob(YardFolder, "churn", new RetrainingSource()).Run();
        Assert.Equal((150, "the labelled log of churn, 2026-03-02 to 2026-03-02"), (outcome.Rows, outcome.Data));
        Run run = Yard.Runs.Get(outcome.Version.RunId!);
        Assert.Equal(run.Data!.Digest, Assert.Single(run.Artifacts, artifact => artifact.Name == "training-data.parquet").Digest);
        Assert.Equal(["usage", "calls", "contract"], Yard.Models.Load(outcome.Version).Predictor.Inputs.Select(input => input.Name));

        // What was gathered can be learned from again: as the old table of the new version, whose rows all are in the log.
        RetrainingOutcome again = new RetrainingJob(YardFolder, outcome.Version.Reference, new RetrainingSource { IsLog = true, WithOld = true }).Run();
        Assert.Equal(150, again.Rows);
    }

    [Fact]
    public void Newer_rows_come_from_the_newest_files_and_behind_the_old_ones_once()
    {
        var model = new ServedModel(Yard, YardFolder).Train();
        for (int day = 0; day < 3; day++)
        {
            string path = PathOf($"day-{day}.csv");
            ServedModel.WriteFile(path, (ulong)day + 20, 40 + day, isTurned: true);
            File.SetLastWriteTimeUtc(path, ServedModel.First.AddDays(day));
        }

        string pattern = PathOf("day-*.csv");
        Assert.Equal(123, Rows(new RetrainingSource { Files = [pattern] }));
        Assert.Equal(83, Rows(new RetrainingSource { Files = [pattern], Newest = 2 }));
        Assert.Equal(383, Rows(new RetrainingSource { Files = [pattern], Newest = 2, WithOld = true }));
        Assert.Equal(342, Rows(new RetrainingSource { Files = [model.TrainingFile, PathOf("day-2.csv")], WithOld = true }));
        File.AppendAllText(model.TrainingFile, "0.5,0.5,month,No\n");
        Assert.Contains("has changed", Assert.Throws<YardException>(() => Rows(new RetrainingSource { Files = [pattern], WithOld = true })).Message, StringComparison.Ordinal);

        int Rows(RetrainingSource source) => new RetrainingJob(YardFolder, "churn:1", source).Run().Rows;
    }

    [Fact]
    public void Rows_come_from_a_query_of_a_database()
    {
        new ServedModel(Yard, YardFolder).Train();
        string address = $"sqlite:{PathOf("house.db")}";
        using (var database = Data.Databases.Database.Open(address))
        {
            database.Write(ServedModel.Table(31, 60, isTurned: true, isMoved: true), "customers");
        }

        RetrainingOutcome outcome = new RetrainingJob(YardFolder, "churn", new RetrainingSource { Database = address, Query = "SELECT * FROM customers WHERE contract = 'month'" }).Run();
        Assert.InRange(outcome.Rows, 15, 45);
    }

    [Fact]
    public void Rows_that_lack_what_the_recipe_needs_are_refused()
    {
        string path = PathOf("grouped.csv");
        CsvWriter.Write(ServedModel.Table(1, 200, false, false).With(new TextColumn("household", Enumerable.Range(0, 200).Select(row => $"h{row / 4}"))), path);
        new TrainingJob(path, YardFolder, new TrainingOptions { Target = "churn", Candidates = ["LogisticRegression"], Trials = 0, Group = "household" }, "churn").Run();
        new ServedModel(Yard, YardFolder).Log(0, isTurned: false);
        Assert.Contains("'household'", Fault(new RetrainingSource { IsLog = true }), StringComparison.Ordinal);
        Assert.Contains("No file is named", Fault(new RetrainingSource { Files = [PathOf("none-*.csv")] }), StringComparison.Ordinal);
        Assert.Contains("name one of them", Fault(new RetrainingSource { Files = [path], IsLog = true }), StringComparison.Ordinal);
        Assert.Contains("go together", Fault(new RetrainingSource { Query = "SELECT 1" }), StringComparison.Ordinal);

        string Fault(RetrainingSource source) => Assert.Throws<YardException>(() => new RetrainingJob(YardFolder, "churn", source).Run()).Message;
    }

    [Fact]
    public void Hashes_of_a_log_are_not_learned_from()
    {
        new ServedModel(Yard, YardFolder).Train();
        ModelPackage package = Yard.Models.Load("churn:1");
        using (PredictionLog log = Yard.Predictions.Open("churn", new PredictionLogOptions { Redactions = [new RedactionRule("contract", Redaction.Hash)] }))
        {
            using PredictionTableWriter writer = log.TableWriterOf(PredictionSource.Of("churn", "1", package));
            writer.Write(Frame.Of([.. ServedModel.Table(3, 50, false, false).Columns.Where(column => column.Name != "churn"), CategoryColumn.From("_prediction", Enumerable.Repeat("No", 50)), new TextColumn("_request", Enumerable.Repeat("r", 50))]), ServedModel.First);
            log.AddLabels([.. Enumerable.Range(0, 50).Select(row => new TrueLabel(row % 2 == 0 ? "No" : "Yes") { Request = "r", Row = row })]);
        }

        Assert.Contains("hashes of the input 'contract'", Assert.Throws<YardException>(() => new RetrainingJob(YardFolder, "churn", new RetrainingSource { IsLog = true }).Run()).Message, StringComparison.Ordinal);
    }

    private static void AssertSameBits(ModelPackage one, ModelPackage other)
    {
        Assert.Equal(one.Hyperparameters, other.Hyperparameters);
        Assert.Equal(one.Metrics, other.Metrics);
        Frame rows = ServedModel.Table(99, 200, isTurned: false, isMoved: false);
        Assert.Equal(Probabilities(one), Probabilities(other));

        double[] Probabilities(ModelPackage package)
        {
            Dataset data = TargetPlan.OfModel("churn", TaskKind.Classification, package.Predictor.Classes).Encode(rows, new RowEncoder(package.Predictor.Inputs));
            double[] column = new double[rows.RowCount];
            Metrics.Predictions.Of(package.Predictor.Model, data).Probabilities!.CopyColumnTo(1, column);
            return column;
        }
    }
}
