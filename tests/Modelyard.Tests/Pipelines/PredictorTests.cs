using System.Text;
using Modelyard.Catalogue;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Tests.Pipelines;

public sealed class PredictorTests
{
    private static readonly FitContext Context = new() { Seed = 3 };

    /// <summary>Gets the estimators that learn from numbers of any kind, as the prepared table holds them, and predict a target; categories of whole numbers are not among those.</summary>
    public static TheoryData<string> Estimators => [.. EstimatorCatalogue.All.Where(entry => entry.Name != "CategoricalNaiveBayes" && entry.Task != TaskKind.AnomalyDetection).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_pipeline_does_what_its_steps_do_by_hand_row_by_row_and_all_at_once(string name)
    {
        IEstimator estimator = EstimatorCatalogue.Find(name).Default;
        Dataset data = MixedTable.Data(MixedTable.Of(300), estimator.Task == TaskKind.Regression ? "spent" : "bought");
        if (estimator.Traits.TargetRange == TargetRange.Share)
        {
            data = Dataset.ForRegression(data.Features, [.. data.Target.ToArray().Select(value => value / (100 + value))], data.Schema, data.TargetName);
        }

        PreparationPlan plan = PreparationPlan.For(data, estimator.Traits);
        IPredictiveModel model = new Pipeline(plan.Steps, estimator).FitModel(data, Context);
        Assert.Equal(data.Schema, model.Features);

        Matrix rows = data.Features;
        Dataset current = data;
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            (ITransformModel step, current) = plan.Steps[i].FitTransform(current, Context.ForPart((ulong)i + 1));
            rows = step.Transform(rows);
        }

        double[] expected = Batch(estimator.FitModel(current, Context), rows);
        Assert.Equal(expected, Batch(model, data.Features));
        Assert.Equal(expected, Batch(model, data.Features, degree: 3));
        Assert.Equal(expected, Alone(new Predictor(model, "y"), data.Features));
    }

    [Fact]
    public void A_row_of_text_cells_is_answered_as_the_same_row_of_a_table_is()
    {
        Frame frame = MixedTable.Of(300);
        Predictor predictor = Logistic(frame);
        Frame asked = Unusual(MixedTable.Of(40, seed: 9));
        var encoder = new RowEncoder(predictor.Inputs);
        Frame table = new PredictionTable(predictor).Predict(encoder.Encode(asked));
        double[] row = new double[predictor.Inputs.Count], probabilities = new double[2];
        for (int i = 0; i < asked.RowCount; i++)
        {
            for (int k = 0; k < row.Length; k++)
            {
                Column column = asked[predictor.Inputs[k].Name];
                Assert.True(encoder.TryEncode(k, Encoding.UTF8.GetBytes(column.IsMissing(i) ? "" : column.FormatCell(i)), out row[k]));
            }

            int predicted = predictor.PredictClass(row, probabilities);
            Assert.Equal(predictor.Classes[predicted], table["prediction"].FormatCell(i));
            Assert.Equal(((DoubleColumn)table["probability_no"])[i], probabilities[0]);
            Assert.Equal(((DoubleColumn)table["probability_yes"])[i], probabilities[1]);
        }
    }

    [Fact]
    public void Unseen_levels_missing_cells_and_infinities_are_answered_and_further_columns_passed_over()
    {
        Predictor predictor = Logistic(MixedTable.Of(300));
        Frame asked = Unusual(MixedTable.Of(40, seed: 9));
        Frame answers = new PredictionTable(predictor).Predict(new RowEncoder(predictor.Inputs).Encode(asked.With(new TextColumn("remark", Enumerable.Repeat("x", 40)))));
        Assert.Equal(["prediction", "probability_no", "probability_yes"], answers.Columns.Select(column => column.Name));
        Assert.All(((DoubleColumn)answers["probability_yes"]).Values.ToArray(), value => Assert.InRange(value, 0, 1));

        // An infinity is a missing cell, in whatever order the columns come.
        Frame missing = asked.With(new DoubleColumn("age", [double.NaN, .. ((DoubleColumn)asked["age"]).Values[1..]]));
        Frame turned = missing.Select(missing.Columns.Select(column => column.Name).Reverse());
        Frame others = new PredictionTable(predictor).Predict(new RowEncoder(predictor.Inputs).Encode(turned));
        Assert.Equal(((DoubleColumn)answers["probability_yes"]).Values.ToArray(), ((DoubleColumn)others["probability_yes"]).Values.ToArray());
    }

    [Fact]
    public void Columns_that_are_missing_are_all_named()
    {
        Predictor predictor = Logistic(MixedTable.Of(300));
        Frame asked = MixedTable.Of(5).Drop("city", "since");
        string message = Assert.Throws<ModelyardException>(() => new RowEncoder(predictor.Inputs).Encode(asked)).Message;
        Assert.StartsWith("The table lacks the columns 'city', 'since', which the model reads. It has age, income, member, key", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_of_the_wrong_kind_are_named_with_row_and_column_and_all_at_once()
    {
        Predictor predictor = Logistic(MixedTable.Of(300));
        Frame asked = MixedTable.Of(3)
            .With(new TextColumn("age", ["41", "old", null]))
            .With(new TextColumn("member", ["true", "0", "maybe"]))
            .With(new TextColumn("since", ["2020-01-31", "31.31.2020", "2020-01-31T08:30:00"]));
        string message = Assert.Throws<ModelyardException>(() => new RowEncoder(predictor.Inputs).Encode(asked)).Message;
        Assert.Equal(
            [
                "The cell 'old' in data row 2 of the column 'age' is not a number.",
                "The cell 'maybe' in data row 3 of the column 'member' is not true or false.",
                "The cell '31.31.2020' in data row 2 of the column 'since' is not a date or a time as in 2026-01-31 or 2026-01-31T08:30:00.",
            ],
            message.Split(Environment.NewLine));
    }

    [Fact]
    public void Many_faults_are_counted_after_the_first_twenty()
    {
        Predictor predictor = Logistic(MixedTable.Of(300));
        Frame asked = MixedTable.Of(50).With(new TextColumn("age", Enumerable.Repeat("old", 50)));
        string[] lines = Assert.Throws<ModelyardException>(() => new RowEncoder(predictor.Inputs).Encode(asked)).Message.Split(Environment.NewLine);
        Assert.Equal(21, lines.Length);
        Assert.Equal("... and 30 more.", lines[^1]);
    }

    [Fact]
    public void The_threshold_decides_between_two_classes_from_its_probability_on()
    {
        Predictor plain = Logistic(MixedTable.Of(300));
        foreach (double threshold in new[] { 0, 0.25, 0.5, 0.9, 1 })
        {
            var own = new Predictor(plain.Model, "bought", threshold);
            Assert.Equal(1, own.Decide([1 - threshold, threshold]));
            Assert.Equal(0, own.Decide([1, Math.BitDecrement(threshold)]));
        }

        Assert.Equal(0, plain.Decide([0.5, 0.5]));
        Assert.Throws<ModelyardException>(() => new Predictor(plain.Model, "bought", 1.5));
        Assert.Throws<ModelyardException>(() => new Predictor(plain.Model, "bought", double.NaN));
        Dataset numbers = MixedTable.Data(MixedTable.Of(300), "spent");
        IPredictiveModel ridge = new Pipeline(PreparationPlan.For(numbers, new Ridge().Traits).Steps, new Ridge()).FitModel(numbers, Context);
        Assert.Throws<ModelyardException>(() => new Predictor(ridge, "spent", 0.5));
        Assert.Throws<InvalidOperationException>(() => new Predictor(ridge, "spent").PredictClass(new double[6], new double[2]));
        Assert.Throws<InvalidOperationException>(() => plain.PredictNumber(new double[6]));
    }

    [Fact]
    public void A_prediction_of_one_row_allocates_nothing()
    {
        Predictor predictor = Logistic(MixedTable.Of(300));
        double[] row = MixedTable.Data(MixedTable.Of(300), "bought").Features.Row(0).ToArray(), probabilities = new double[2];
        for (int i = 0; i < 100; i++)
        {
            predictor.PredictClass(row, probabilities);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            predictor.PredictClass(row, probabilities);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Steps_and_a_model_that_do_not_fit_together_are_refused()
    {
        Dataset two = Dataset.ForRegression(Matrix.From(new double[,] { { 1, 2 }, { 3, 5 } }), [1, 2]);
        Dataset one = Dataset.ForRegression(Matrix.From(new double[,] { { 1 }, { 3 } }), [1, 2]);
        ITransformModel scaler = new StandardScaler().Fit(two), narrow = new StandardScaler().Fit(one);
        Assert.ThrowsAny<ModelyardException>(() => Pipeline.Join([scaler], new Ridge().Fit(one)));
        Assert.ThrowsAny<ModelyardException>(() => Pipeline.Join([scaler, narrow], new Ridge().Fit(one)));
        LinearModel bare = new Ridge().Fit(one);
        Assert.Same(bare, Pipeline.Join([], bare));
    }

    private static Predictor Logistic(Frame frame)
    {
        Dataset data = MixedTable.Data(frame, "bought");
        return new Predictor(new Pipeline(PreparationPlan.For(data, new LogisticRegression().Traits).Steps, new LogisticRegression()).FitModel(data, Context), "bought");
    }

    private static Frame Unusual(Frame frame)
    {
        double[] age = ((DoubleColumn)frame["age"]).Values.ToArray();
        age[0] = double.PositiveInfinity;
        string?[] city = [.. Enumerable.Range(0, frame.RowCount).Select(row => row % 3 == 0 ? "Rom" : row % 3 == 1 ? null : "Köln")];
        return frame.With(new DoubleColumn("age", age)).With(new TextColumn("city", city));
    }

    private static double[] Batch(IPredictiveModel model, Matrix rows, int degree = 1)
    {
        if (model is IRegressionModel regressor)
        {
            double[] numbers = new double[rows.Rows];
            regressor.Predict(rows, numbers, degree);
            return numbers;
        }

        var classifier = (IClassificationModel)model;
        var probabilities = new Matrix(rows.Rows, classifier.Classes.Count);
        classifier.PredictProbability(rows, probabilities, degree);
        return probabilities.AsSpan().ToArray();
    }

    private static double[] Alone(Predictor predictor, Matrix rows)
    {
        var result = new List<double>();
        double[] probabilities = new double[predictor.Classes.Count];
        for (int row = 0; row < rows.Rows; row++)
        {
            if (predictor.Task == TaskKind.Regression)
            {
                result.Add(predictor.PredictNumber(rows.Row(row)));
                continue;
            }

            predictor.PredictClass(rows.Row(row), probabilities);
            result.AddRange(probabilities);
        }

        return [.. result];
    }
}
