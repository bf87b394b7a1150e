using System.Globalization;
using Modelyard.Conformance;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Onnx;

namespace Modelyard.Tests.Onnx;

/// <summary>Compares what a model and its ONNX file say of the same rows.</summary>
internal static class OnnxAgreement
{
    private const double Relative = 1e-6, Absolute = 1e-12;

    /// <summary>Asserts that both say the same of rows and of the first one alone.</summary>
    internal static void Assert(OnnxRuntime runtime, IModel model, Matrix rows, double relative = Relative)
    {
        AssertOf(runtime, model, rows, relative);
        AssertOf(runtime, model, rows.RowRange(0, 1), relative);
    }

    private static void AssertOf(OnnxRuntime runtime, IModel model, Matrix rows, double relative)
    {
        var probe = new Probe(model);
        double[] features = new double[rows.Rows * rows.Columns];
        for (int row = 0; row < rows.Rows; row++)
        {
            rows.Row(row).CopyTo(features.AsSpan(row * rows.Columns));
        }

        Dictionary<string, OnnxTensor> outputs = runtime.Run(path => OnnxFile.Write(model, path), new() { ["features"] = OnnxTensor.Of(features, rows.Rows, rows.Columns) });
        double[] expected = probe.Singly(rows);
        string output = model switch
        {
            IClassificationModel => "probabilities",
            IRegressionModel => "prediction",
            IAnomalyModel => "score",
            IMultiTargetModel => "predictions",
            _ => "transformed",
        };
        OnnxTensor own = outputs[output];
        Xunit.Assert.Equal([rows.Rows, probe.Width], own.Shape);
        Close(expected, own.Numbers!, probe.Width, relative, row => Describe(rows.Row(row)));
        if (model is IClassificationModel classifier)
        {
            Labels(expected, classifier.Classes, outputs["prediction"].Texts!);
        }
    }

    /// <summary>Asserts that numbers are close, and infinite or missing alike.</summary>
    internal static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, int width, double relative, Func<int, string> describe)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool isClose = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= (relative * Math.Abs(expected[i])) + Absolute;
            Xunit.Assert.True(isClose, $"Row {i / width}, column {i % width}: {expected[i]:R} here and {actual[i]:R} in ONNX Runtime, for {describe(i / width)}.");
        }
    }

    /// <summary>Asserts that labels are those of the greatest probabilities, of equals the first; where two are equal but for rounding either is right.</summary>
    private static void Labels(double[] probabilities, IReadOnlyList<string> classes, string[] labels)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.AsSpan(row * classes.Count, classes.Count);
            int predicted = classes.ToList().IndexOf(labels[row]), best = BatchPrediction.MostProbable(own);
            Xunit.Assert.True(predicted == best || (predicted >= 0 && own[best] - own[predicted] < 1e-9), $"Row {row} is '{classes[best]}' here and '{labels[row]}' in ONNX Runtime.");
        }
    }

    private static string Describe(ReadOnlySpan<double> row) => string.Join(", ", row.ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
