using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Onnx;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Training;

namespace Modelyard.Tests.Onnx;

[Collection(OnnxRuntime.Name)]
public sealed class OnnxPredictorTests(OnnxRuntime runtime)
{
    [Theory]
    [InlineData("LogisticRegression")]
    [InlineData("GradientBoostingClassifier")]
    [InlineData("RandomForestClassifier")]
    [InlineData("LogisticRegression,GradientBoostingClassifier,GaussianNaiveBayes,Svc")]
    public void A_table_is_classified_alike_in_ONNX_Runtime(string candidates)
    {
        Predictor predictor = Train("kind", candidates);
        Compare(predictor, Table(80, hostile: true));
        Compare(new Predictor(predictor.Model, predictor.TargetName, threshold: 0.2), Table(80, hostile: true));
    }

    [Theory]
    [InlineData("Ridge")]
    [InlineData("GradientBoostingRegressor")]
    [InlineData("ExtraTreesRegressor")]
    [InlineData("Ridge,GradientBoostingRegressor,KNeighborsRegressor")]
    public void A_table_is_predicted_alike_in_ONNX_Runtime(string candidates) => Compare(Train("price", candidates), Table(80, hostile: true));

    [Theory]
    [InlineData("LogisticRegression")]
    [InlineData("GradientBoostingClassifier")]
    public void A_text_is_classified_alike_by_the_counts_of_its_terms(string candidate)
    {
        Frame table = CsvReader.Read(Path.Combine(Architecture.Checkout.Root, "examples", "data", "mail-subjects.csv")).Frame;
        Predictor predictor = Trainer.Train(table, new TrainingOptions { Target = "label", Trials = 0, Candidates = [candidate] }).Predictor;
        Frame some = table.Head(200);
        Matrix rows = new RowEncoder(predictor.Inputs).Encode(some);
        Dictionary<string, OnnxTensor> inputs = Inputs(predictor, some);
        Feature text = predictor.Inputs.Single(input => input.Kind == FeatureKind.Text);
        int terms = text.Levels.Count, at = predictor.Inputs.IndexOf(text.Name);
        double[] counts = [.. Enumerable.Range(0, some.RowCount).SelectMany(row => (double[])[rows[row, at], .. rows.Row(row)[^terms..]])];
        inputs[text.Name] = OnnxTensor.Of(counts, some.RowCount, 1 + terms);
        Dictionary<string, OnnxTensor> outputs = runtime.Run(path => OnnxFile.Write(predictor, path), inputs);
        double[] probabilities = new double[2 * some.RowCount];
        string[] labels = [.. Enumerable.Range(0, some.RowCount).Select(row => predictor.Classes[predictor.PredictClass(rows.Row(row), probabilities.AsSpan(2 * row, 2))])];
        OnnxAgreement.Close(probabilities, outputs["probabilities"].Numbers!, 2, 1e-6, row => $"row {row}");
        Assert.Equal(labels, outputs["prediction"].Texts!);
    }

    [Fact]
    public void A_column_may_have_the_name_of_an_output()
    {
        Frame table = Frame.Of(new DoubleColumn("prediction", [1, 2, 3, 4, 5, 6]), new DoubleColumn("v0", [1, 0, 1, 0, 1, 1]), new DoubleColumn("price", [2, 4, 6.5, 8, 9.5, 12]));
        TargetPlan target = TargetPlan.Learn(table, "price");
        var encoder = new RowEncoder(new FeatureSchema(new Feature("prediction"), new Feature("v0")));
        var predictor = new Predictor(new Ridge().Fit(target.Encode(table, encoder), FitContext.Default), "price");
        Dictionary<string, OnnxTensor> outputs = runtime.Run(path => OnnxFile.Write(predictor, path), Inputs(predictor, table));
        Assert.Equal(["prediction (2)"], outputs.Keys);
    }

    [Fact]
    public void The_same_predictor_gives_the_same_bytes()
    {
        Predictor predictor = Train("kind", "GradientBoostingClassifier");
        using MemoryStream first = new(), second = new();
        OnnxFile.Write(predictor, first);
        OnnxFile.Write(predictor, second);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    private static Predictor Train(string target, string candidates) => Trainer.Train(
        Without(Table(400, hostile: false), target == "kind" ? "price" : "kind"),
        new TrainingOptions { Target = target, Trials = 0, Candidates = candidates.Split(','), TestShare = 0.2 }).Predictor;

    private static Frame Without(Frame table, string name) => Frame.Of([.. table.Columns.Where(column => column.Name != name)]);

    /// <summary>Makes a table of every kind of column with missing cells; a hostile one holds what training never saw.</summary>
    private static Frame Table(int rows, bool hostile)
    {
        var random = new RandomStream(7, hostile ? 1UL : 0);
        var text = new StringBuilder("amount,city,active,since,weight,kind,price\n");
        for (int row = 0; row < rows; row++)
        {
            double amount = random.NextGaussian(), weight = Math.Exp(random.NextGaussian());
            int city = (int)Math.Floor(9 * random.NextDouble() * random.NextDouble());
            bool active = random.NextInt(3) > 0;
            DateTime since = new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(random.NextInt(40_000));
            double price = amount + (0.3 * city) + (active ? 1 : 0) + (0.2 * since.Month) + (0.2 * random.NextGaussian());
            string[] cells =
            [
                amount.ToString("R", CultureInfo.InvariantCulture), $"city {city}", active ? "true" : "false", since.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
                weight.ToString("R", CultureInfo.InvariantCulture), price > 2.5 ? "high" : "low", price.ToString("R", CultureInfo.InvariantCulture),
            ];
            for (int cell = 0; cell < 5; cell++)
            {
                cells[cell] = random.NextInt(12) == 0 ? "" : cells[cell];
            }

            if (hostile && row % 5 == 0)
            {
                cells[(row / 5) % 2 == 0 ? 0 : 4] = (row / 10 % 4) switch { 0 => "inf", 1 => "1e200", 2 => "-1e6", _ => "0" };
                cells[1] = "Atlantis";
            }

            text.AppendJoin(',', cells).Append('\n');
        }

        return CsvReader.Read(Encoding.UTF8.GetBytes(text.ToString())).Frame;
    }

    private void Compare(Predictor predictor, Frame table)
    {
        Dictionary<string, OnnxTensor> outputs = runtime.Run(path => OnnxFile.Write(predictor, path), Inputs(predictor, table));
        Matrix rows = new RowEncoder(predictor.Inputs).Encode(table);
        if (predictor.Task == TaskKind.Regression)
        {
            double[] numbers = [.. Enumerable.Range(0, rows.Rows).Select(row => predictor.PredictNumber(rows.Row(row)))];
            OnnxAgreement.Close(numbers, outputs["prediction"].Numbers!, 1, 1e-6, row => $"row {row}");
            return;
        }

        double[] probabilities = new double[rows.Rows * predictor.Classes.Count];
        string[] labels = new string[rows.Rows];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = predictor.Classes[predictor.PredictClass(rows.Row(row), probabilities.AsSpan(row * predictor.Classes.Count, predictor.Classes.Count))];
        }

        OnnxAgreement.Close(probabilities, outputs["probabilities"].Numbers!, predictor.Classes.Count, 1e-6, row => $"row {row}");
        Assert.Equal(labels, outputs["prediction"].Texts!);
    }

    private static Dictionary<string, OnnxTensor> Inputs(Predictor predictor, Frame table) => predictor.Inputs.Where(input => input.Kind != FeatureKind.Text).ToDictionary(input => input.Name, input =>
    {
        Column column = table[input.Name];
        return input.IsCategorical
            ? OnnxTensor.Of([.. Enumerable.Range(0, table.RowCount).Select(row => column.IsMissing(row) ? "" : column.FormatCell(row))], table.RowCount, 1)
            : OnnxTensor.Of(input.Kind == FeatureKind.Timestamp ? Seconds((TimestampColumn)column) : column.ToDoubles(), table.RowCount, 1);
    });

    private static double[] Seconds(TimestampColumn column) =>
        [.. Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? double.NaN : (column.Ticks[row] - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond)];
}
