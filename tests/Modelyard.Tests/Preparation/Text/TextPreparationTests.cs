using Modelyard.Bayes;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;
using Modelyard.Trees;

namespace Modelyard.Tests.Preparation.Text;

public sealed class TextPreparationTests
{
    [Fact]
    public void A_row_holds_its_columns_and_then_how_often_each_term_stands_in_each_text()
    {
        var inputs = new FeatureSchema(
            new Feature("title", FeatureKind.Text) { Levels = ["free", "money"] }, new Feature("price"), new Feature("body", FeatureKind.Text) { Levels = ["free", "to you", "you"] });
        var encoder = new RowEncoder(inputs);
        Assert.Equal(["title", "price", "body", "title: free", "title: money", "body: free", "body: to you", "body: you"], encoder.Features.Select(feature => feature.Name));
        Frame frame = Frame.Of(
            new TextColumn("title", ["Free FREE offer", null, "hello"]),
            new DoubleColumn("price", [double.NaN, 0, 3]),
            CategoryColumn.From("body", ["to you: you, to YOU!", "free money", ""]));
        Matrix dense = encoder.Encode(frame);
        Assert.Equal([3, double.NaN, 5, 2, 0, 0, 2, 3], dense.Row(0).ToArray());
        Assert.Equal([double.NaN, 0, 2, 0, 0, 1, 0, 0], dense.Row(1).ToArray());
        Assert.Equal([1, 3, 0, 0, 0, 0, 0, 0], dense.Row(2).ToArray());
        SparseMatrix sparse = encoder.EncodeSparse(frame, 2);
        Assert.Equal(dense.Row(1).ToArray(), sparse.ToDense().Row(1).ToArray());
        Assert.Equal(6 + 3 + 2, sparse.Count);
    }

    [Fact]
    public void A_cell_alone_gives_the_terms_that_it_gives_in_a_table()
    {
        var encoder = new RowEncoder(new FeatureSchema(new Feature("x"), new Feature("text", FeatureKind.Text) { Levels = ["café", "dog"] }));
        var terms = new List<int>();
        Assert.Equal(4, encoder.EncodeText(1, "Dog CAFÉ cat dog"u8, terms));
        Assert.Equal([3, 2, 3], terms);
        Assert.True(double.IsNaN(encoder.EncodeText(1, default, terms)));
        Assert.Equal(3, terms.Count);
        Assert.False(encoder.TryEncode(1, 3.0, "3"u8, out _));
        Assert.True(encoder.TryEncode(1, "two words"u8, out double words));
        Assert.Equal(2, words);
        Assert.Throws<ArgumentException>(() => encoder.EncodeText(0, "1"u8, terms));
    }

    [Fact]
    public void A_term_whose_name_is_a_column_already_gets_a_number()
    {
        FeatureSchema schema = new FeatureSchema(new Feature("t: a"), new Feature("t", FeatureKind.Text) { Levels = ["a"] }).WithTerms();
        Assert.Equal(["t: a", "t", "t: a (2)"], schema.Select(feature => feature.Name));
        Assert.Equal(["t: a", "t"], schema.WithoutTerms().Select(feature => feature.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_alone_gives_what_sparse_and_dense_batches_give(bool all)
    {
        Dataset data = Data(300, out _);
        PreparationPlan plan = PreparationPlan.For(data, new LearnerTraits { Sparse = true, ScaleSensitive = true });
        TextPreparation preparation = Assert.IsType<TextPreparation>(Assert.Single(plan.Steps)) with { MostTerms = all ? null : 5 };
        (ITransformModel model, Dataset transformed) = preparation.FitTransform(data, FitContext.Default);
        Assert.Equal(all, transformed.IsSparse);
        Matrix expected = transformed.ToDense().Features;
        Matrix dense = model.Transform(data.ToDense().Features, 2), sparse = model.Transform(data.SparseFeatures, 2);
        double[] single = new double[model.Outputs.Count];
        for (int row = 0; row < data.RowCount; row++)
        {
            model.Transform(data.ToDense().Features.Row(row), single);
            Assert.Equal(expected.Row(row).ToArray(), single);
            Assert.Equal(expected.Row(row).ToArray(), dense.Row(row).ToArray());
            Assert.Equal(expected.Row(row).ToArray(), sparse.Row(row).ToArray());
        }

        Assert.Equal(all ? data.FeatureCount - 3 : 5, model.Outputs.Count(feature => feature.Kind == FeatureKind.Term));
    }

    [Fact]
    public void Each_text_is_weighted_and_brought_to_length_one_by_itself()
    {
        string[] titles = ["red red blue", "blue", "green red", ""], bodies = ["one two", "two two three", "", "one three"];
        var inputs = new FeatureSchema(
            new Feature("title", FeatureKind.Text) { Levels = ["blue", "green", "red"] }, new Feature("x"), new Feature("body", FeatureKind.Text) { Levels = ["one", "three", "two"] });
        Frame frame = Frame.Of(CategoryColumn.From("title", titles), new DoubleColumn("x", [1, 2, 3, 4]), CategoryColumn.From("body", bodies));
        var encoder = new RowEncoder(inputs);
        var data = Dataset.ForRegression(encoder.EncodeSparse(frame), [1, 2, 3, 4], encoder.Features);
        var weighting = new TfidfTransformer { Sublinear = true };
        Matrix found = new TextPreparation([], weighting).FitTransform(data, FitContext.Default).Transformed.ToDense().Features;
        Matrix first = new TfidfVectorizer { Weighting = weighting }.FitTransform(titles).Weights.ToDense(), second = new TfidfVectorizer { Weighting = weighting }.FitTransform(bodies).Weights.ToDense();
        for (int row = 0; row < 4; row++)
        {
            int words = titles[row].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, others = bodies[row].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            Assert.Equal([Math.Log(1 + words), row + 1, Math.Log(1 + others), .. first.Row(row).ToArray(), .. second.Row(row).ToArray()], found.Row(row).ToArray());
        }
    }

    [Fact]
    public void The_terms_that_are_kept_are_those_that_tell_the_classes_apart()
    {
        Dataset data = Data(300, out _);
        ITransformModel model = new TextPreparation([], new TfidfTransformer()) { MostTerms = 4 }.Fit(data);
        string[] terms = [.. model.Outputs.Where(feature => feature.Kind == FeatureKind.Term).Select(feature => feature.Name)];
        Assert.Equal(["body: cheap", "body: meeting", "body: money", "body: report"], terms);
    }

    [Fact]
    public void Numbers_are_told_by_the_terms_that_go_with_them()
    {
        Dataset classes = Data(300, out _);
        var numbers = Dataset.ForRegression(classes.SparseFeatures, [.. classes.Labels.ToArray().Select(label => label * 100.0)], classes.Schema);
        ITransformModel model = new TextPreparation([], new TfidfTransformer()) { MostTerms = 4 }.Fit(numbers);
        Assert.Equal(["body: cheap", "body: meeting", "body: money", "body: report"], model.Outputs.Where(feature => feature.Kind == FeatureKind.Term).Select(feature => feature.Name));
    }

    [Fact]
    public void Every_kind_of_learner_gets_a_plan_that_it_can_learn_from()
    {
        Dataset data = Data(300, out Frame frame);
        IEstimator[] learners = [new MultinomialNaiveBayes(), new ComplementNaiveBayes(), new SgdClassifier(), new LogisticRegression(), new RandomForestClassifier { Trees = 20 }];
        foreach (IEstimator learner in learners)
        {
            PreparationPlan plan = PreparationPlan.For(data, learner.Traits);
            IPredictiveModel model = new Pipeline(plan.Steps, learner).FitModel(data, FitContext.Default);
            var predictor = new Predictor(model, "y");
            Assert.Equal(["body", "size", "colour"], predictor.Inputs.Select(input => input.Name));
            var table = new PredictionTable(predictor);
            Frame predicted = table.Predict(new RowEncoder(predictor.Inputs).EncodeRows(frame));
            int right = Enumerable.Range(0, data.RowCount).Count(row => predicted["prediction"].FormatCell(row) == data.Classes[data.Labels[row]]);
            Assert.True(right > 280, $"{learner.GetType().Name}: {right} of 300.");
            Assert.Contains(plan.Sentences, sentence => sentence.Contains("Texts become their words", StringComparison.Ordinal) && sentence.Contains("body", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Fits_on_any_number_of_threads_give_the_same_bits()
    {
        Dataset data = Data(700, out _);
        TextPreparation preparation = new([new Imputer()], new TfidfTransformer());
        Dataset one = preparation.FitTransform(data, new FitContext { Parallelism = 1 }).Transformed, many = preparation.FitTransform(data, new FitContext { Parallelism = 5 }).Transformed;
        Assert.Equal(one.SparseFeatures.Values.ToArray(), many.SparseFeatures.Values.ToArray());
        Assert.Equal(one.SparseFeatures.Indices.ToArray(), many.SparseFeatures.Indices.ToArray());
    }

    [Fact]
    public void Terms_that_belong_to_no_text_are_refused()
    {
        var schema = new FeatureSchema(new Feature("x"), new Feature("x: a", FeatureKind.Term));
        var data = Dataset.ForRegression(new Matrix(3, 2), [1, 2, 3], schema);
        Assert.Contains("'0' terms of texts", Assert.Throws<ModelyardException>(() => new TextPreparation([], new TfidfTransformer()).Fit(data)).Message, StringComparison.Ordinal);
        Assert.Contains("no feature that is a term", Assert.Throws<ModelyardException>(() => new TextPreparation([], new TfidfTransformer()).Fit(Dataset.ForRegression(new Matrix(3, 1), [1, 2, 3]))).Message, StringComparison.Ordinal);
    }

    /// <summary>Makes mails of two classes: some words are of one of them, the others of both.</summary>
    internal static Dataset Data(int rows, out Frame frame)
    {
        frame = Mails(rows);
        var plan = TablePlan.Learn(frame, "y");
        return TargetPlan.Learn(frame, "y").Encode(frame, new RowEncoder(plan.Inputs));
    }

    internal static Frame Mails(int rows)
    {
        string[] spam = ["money", "cheap"], ham = ["meeting", "report"];
        var random = new RandomStream(3);
        string?[] body = new string?[rows], label = new string?[rows];
        double[] size = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            bool isSpam = random.NextDouble() < 0.4;
            label[row] = isSpam ? "spam" : "ham";
            string[] own = isSpam ? spam : ham;
            body[row] = $"Dear {own[row % 2]} {string.Join(' ', Enumerable.Range(0, 16).Select(_ => $"word{random.NextInt(40)}"))} {own[0]}!";
            size[row] = row % 11 == 0 ? double.NaN : Math.Round(random.NextDouble() * 100, 1);
        }

        return Frame.Of(
            new TextColumn("body", body), new DoubleColumn("size", size), CategoryColumn.From("colour", [.. Enumerable.Range(0, rows).Select(row => row % 3 == 0 ? "red" : "blue")]), CategoryColumn.From("y", label));
    }
}
