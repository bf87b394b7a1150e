using Modelyard.Explanation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Tests.Preparation.Text;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

public sealed class TextTrainingTests
{
    private static readonly Lazy<(Frame Frame, TrainingResult Result)> Trained = new(() =>
    {
        Frame frame = TextPreparationTests.Mails(400);
        return (frame, Trainer.Train(frame, new TrainingOptions { Target = "y", Trials = 2, Parallelism = 2 }));
    });

    [Fact]
    public void A_text_column_becomes_features_by_itself_and_tells_the_classes_apart()
    {
        TrainingResult result = Trained.Value.Result;
        Assert.Equal(["body", "size", "colour"], result.Predictor.Inputs.Select(input => input.Name));
        Assert.Empty(result.Dropped);
        Assert.True(result.TestScores.First(score => score.Name == "accuracy").Value > 0.97);
        Assert.Contains(result.Preparation, sentence => sentence.Contains("Texts become their words", StringComparison.Ordinal));
        Assert.Contains(result.Leaderboard, row => row.Estimator == "ComplementNaiveBayes" && row.Folds > 0);
        Assert.Contains(result.Leaderboard, row => row.Estimator == "GradientBoostingClassifier" && row.Folds > 0);
        Assert.DoesNotContain(result.Leaderboard, row => row.Estimator == "KNeighborsClassifier");
    }

    [Fact]
    public void The_words_of_a_text_have_one_importance_together()
    {
        IReadOnlyList<FeatureImportance> importances = Trained.Value.Result.Importances;
        Assert.Equal(["body", "colour", "size"], importances.Select(one => one.Feature).Order());
        Assert.Equal("body", importances[0].Feature);
        Assert.True(importances[0].Mean > 0.1);
    }

    [Fact]
    public void The_profile_tells_the_number_of_words()
    {
        ColumnProfile body = Trained.Value.Result.Profile.Columns[0];
        Assert.Equal((FeatureKind.Text, 400L), (body.Kind, body.Rows));
        Assert.InRange(body.Mean, 18.9, 19.1);
        Assert.Equal(["body", "size", "colour", "y"], Trained.Value.Result.Profile.Columns.Select(column => column.Name));
    }

    [Fact]
    public void A_stored_model_predicts_the_same()
    {
        (Frame frame, TrainingResult result) = Trained.Value;
        using var file = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "mails", Predictor = result.Predictor, Estimator = result.Best, Profile = result.Profile, Created = DateTimeOffset.UtcNow }, file);
        file.Position = 0;
        Predictor read = ModelFile.Read(file).Predictor;
        Assert.Equal(result.Predictor.Inputs, read.Inputs);
        Dataset rows = new RowEncoder(read.Inputs).EncodeRows(frame);
        Assert.Equal(Probabilities(result.Predictor, rows), Probabilities(read, rows));
    }

    [Fact]
    public void A_row_alone_gives_what_it_gives_among_others()
    {
        (Frame frame, TrainingResult result) = Trained.Value;
        Dataset rows = new RowEncoder(result.Predictor.Inputs).EncodeRows(frame);
        double[] batch = Probabilities(result.Predictor, rows), own = new double[2];
        Matrix dense = rows.ToDense().Features;
        for (int row = 0; row < 50; row++)
        {
            result.Predictor.PredictClass(dense.Row(row), own);
            Assert.Equal(batch[2 * row], own[0], 1e-9);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_whatever_the_number_of_threads()
    {
        (Frame frame, TrainingResult result) = Trained.Value;
        TrainingResult again = Trainer.Train(frame, result.Options with { Parallelism = 1 });
        Dataset rows = new RowEncoder(result.Predictor.Inputs).EncodeRows(frame);
        Assert.Equal(result.Best, again.Best);
        Assert.Equal(Probabilities(result.Predictor, rows), Probabilities(again.Predictor, rows));
    }

    [Fact]
    public void Numbers_are_predicted_from_texts_too()
    {
        var random = new RandomStream(8);
        int[] nice = [.. Enumerable.Range(0, 200).Select(_ => random.NextInt(4))];
        Frame frame = Frame.Of(
            new TextColumn("review", nice.Select((own, row) => $"This place {string.Join(' ', Enumerable.Repeat("nice", own))} thing{row % 17} food{row % 5} visited {row}")),
            new DoubleColumn("stars", [.. nice.Select(own => own + (0.1 * random.NextDouble()))]));
        TrainingResult result = Trainer.Train(frame, new TrainingOptions { Target = "stars", Trials = 0, Task = TaskKind.Regression });
        Assert.Equal(FeatureKind.Text, Assert.Single(result.Predictor.Inputs).Kind);
        Assert.True(result.TestScores.First(score => score.Name == "r2").Value > 0.9, string.Join(", ", result.TestScores));
    }

    [Fact]
    public void An_excluded_text_is_left_out_and_one_that_is_asked_for_is_read()
    {
        Frame frame = TextPreparationTests.Mails(100);
        TrainingResult without = Trainer.Train(frame, new TrainingOptions { Target = "y", Trials = 0, Exclude = ["body"], Candidates = ["LogisticRegression"] });
        Assert.DoesNotContain(without.Predictor.Inputs, input => input.Kind == FeatureKind.Text);
        TrainingResult with = Trainer.Train(frame, new TrainingOptions { Target = "y", Trials = 0, Texts = ["colour"], Candidates = ["LogisticRegression"] });
        Assert.Equal(2, with.Predictor.Inputs.Count(input => input.Kind == FeatureKind.Text));
    }

    private static double[] Probabilities(Predictor predictor, Dataset rows)
    {
        var predictions = new Matrix(rows.RowCount, 2);
        ((IClassificationModel)predictor.Model).PredictProbability(rows.SparseFeatures, predictions);
        return predictions.AsSpan().ToArray();
    }
}
