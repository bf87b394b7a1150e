using Modelyard.Explanation.Shapley;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Preparation;
using Modelyard.Training;

namespace Modelyard.Tests.Explanation.Shapley;

/// <summary>Makes rows with texts from a profile.</summary>
public sealed class ProfileTextTests
{
    private const int Rows = 600;

    private static readonly Lazy<(TrainingResult Result, Dataset Table)> s_trained = new(() =>
    {
        Frame frame = Letters();
        TrainingResult result = Trainer.Train(frame, new TrainingOptions { Target = "y", Trials = 0, Candidates = ["LogisticRegression"], Texts = ["body"], Parallelism = 1 });
        return (result, new RowEncoder(result.Predictor.Inputs).EncodeRows(frame));
    });

    private static TrainingResult Result => s_trained.Value.Result;

    private static FeatureSchema Features => Result.Predictor.Model.Features;

    private static ColumnProfile Body => Result.Profile.Columns[0];

    [Fact]
    public void Each_term_stands_in_the_share_of_rows_and_as_often_as_it_did_in_training()
    {
        const int Made = 2000;
        Matrix made = ProfileBackground.Of(Result.Profile, Features, Made);
        Assert.True(Body.TermRows.Count > 20);
        for (int term = 0; term < Body.TermRows.Count; term++)
        {
            double[] cells = Column(made, 2 + term);
            Assert.Equal((double)Body.TermRows[term] / Body.Rows * Made, cells.Count(times => times > 0), 1.1);
            Assert.Equal((double)Body.TermCounts[term] / Body.Rows * Made, cells.Sum(), 3.0);
        }
    }

    [Fact]
    public void A_text_has_as_many_words_as_in_training_and_long_ones_hold_more_terms()
    {
        Matrix made = ProfileBackground.Of(Result.Profile, Features, 1000);
        double[] words = Column(made, 0), terms = [.. Enumerable.Range(0, 1000).Select(row => (double)made.Row(row)[2..].ToArray().Count(times => times > 0))];
        Assert.Equal((double)Body.Missing / Body.Rows * 1000, words.Count(double.IsNaN), 1.0);
        Assert.Equal(Body.Mean, words.Where(count => !double.IsNaN(count)).Average(), 0.5);
        Assert.All(words.Where(count => !double.IsNaN(count)), count => Assert.Equal(count, Math.Round(count)));
        Assert.All(Enumerable.Range(0, 1000).Where(row => double.IsNaN(words[row])), row => Assert.Equal(0, terms[row]));
        double Average(Func<double, bool> isOf) => terms.Where((_, row) => isOf(words[row])).Average();
        Assert.True(Average(count => count > 20) > 1.5 * Average(count => count < 10));
    }

    [Fact]
    public void The_same_seed_gives_the_same_rows_and_another_one_others()
    {
        double[] Made(ulong seed) => [.. Enumerable.Range(0, 50).SelectMany(row => ProfileBackground.Of(Result.Profile, Features, 50, seed).Row(row).ToArray())];
        Assert.Equal(Made(4), Made(4));
        Assert.NotEqual(Made(4), Made(5));
    }

    [Fact]
    public void A_weighted_sum_of_words_is_explained_by_the_profile_as_by_the_table()
    {
        var ofTable = PredictionExplainer.For(Result.Predictor, s_trained.Value.Table);
        var ofProfile = PredictionExplainer.For(Result.Predictor, ProfileBackground.Of(Result.Profile, Features));
        Assert.True(PredictionExplainer.NeedsBackground(Result.Predictor));
        PredictionExplanation One(PredictionExplainer explainer) => explainer.Explain(s_trained.Value.Table.SparseFeatures.ToDense().Row(0));

        // Made texts are drawn term by term, so that some have both of the words of which a letter has one.
        Assert.Equal(ofTable.Base[0], ofProfile.Base[0], 0.25);
        Assert.Equal(One(ofTable).Contributions[0].Contribution, One(ofProfile).Contributions[0].Contribution, 0.25);
        Assert.True(Math.Abs(One(ofTable).Contributions[0].Contribution) > 1);
    }

    [Fact]
    public void Terms_come_back_from_the_model_file_and_no_text_travels_in_it()
    {
        using var file = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "letters", Predictor = Result.Predictor, Estimator = Result.Best, Profile = Result.Profile }, file);
        Assert.Equal(-1, file.ToArray().AsSpan().IndexOf("sentence that only one letter"u8));
        file.Position = 0;
        ColumnProfile back = ModelFile.Read(file).Profile!.Columns[0];
        Assert.Equal(Body.TermRows, back.TermRows);
        Assert.Equal(Body.TermCounts, back.TermCounts);
    }

    [Fact]
    public void A_profile_of_before_terms_were_counted_names_its_texts_and_gives_empty_ones()
    {
        TableProfile old = Result.Profile with { Columns = [.. Result.Profile.Columns.Select(column => column with { TermRows = [], TermCounts = [] })] };
        Assert.Equal(["body"], ProfileBackground.TextsWithoutWords(old, Features));
        Assert.Empty(ProfileBackground.TextsWithoutWords(Result.Profile, Features));
        Matrix made = ProfileBackground.Of(old, Features, 100);
        Assert.True(Math.Abs(PredictionExplainer.For(Result.Predictor, made).Base[0] - PredictionExplainer.For(Result.Predictor, s_trained.Value.Table).Base[0]) > 0.4);
        Assert.All(Enumerable.Range(0, 100), row => Assert.Equal(-1, made.Row(row)[2..].IndexOfAnyExcept(0.0)));
    }

    private static double[] Column(Matrix rows, int column)
    {
        double[] cells = new double[rows.Rows];
        rows.CopyColumnTo(column, cells);
        return cells;
    }

    /// <summary>Makes letters of 4 to 40 words, of which some are frequent, and one in twenty is missing.</summary>
    private static Frame Letters()
    {
        var random = new RandomStream(8);
        string?[] body = new string?[Rows], label = new string?[Rows];
        double[] size = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            bool isGood = random.NextDouble() < 0.4;
            string[] words = [.. Enumerable.Range(0, 4 + random.NextInt(37)).Select(_ => $"word{(int)(40 * random.NextDouble() * random.NextDouble())}")];
            words[0] = isGood && random.NextDouble() < 0.8 ? "thanks" : "refund";
            body[row] = row % 20 == 7 ? null : string.Join(' ', words) + (row == 11 ? " sentence that only one letter holds" : "");
            label[row] = isGood ? "good" : "bad";
            size[row] = random.NextGaussian();
        }

        return Frame.Of(new TextColumn("body", body), new DoubleColumn("size", size), CategoryColumn.From("y", label));
    }
}
