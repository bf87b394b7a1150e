using System.Security.Cryptography;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Reads tables whose target is known, as a model reads them, to score its predictions.</summary>
internal static class LabelledTable
{
    /// <summary>Predicts the rows whose target is present, and sets the truth beside the predictions.</summary>
    internal static Predictions Predict(ModelPackage package, string path, string[]? tokens)
    {
        Predictor predictor = package.Predictor;
        Dataset data = Target(predictor).Encode(Read(package, path, tokens), new RowEncoder(predictor.Inputs), Environment.ProcessorCount);
        return Predictions.Of(predictor.Model, data, Environment.ProcessorCount, predictor.Threshold);
    }

    /// <summary>Reads the rows whose target is present.</summary>
    /// <param name="package">The model.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="tokens">The texts that stand for a missing cell; null for those of the training.</param>
    /// <returns>The rows, with all their columns.</returns>
    internal static Frame Read(ModelPackage package, string path, string[]? tokens)
    {
        if (package.Predictor.Task == TaskKind.AnomalyDetection)
        {
            throw new ModelyardException($"The model '{package.Name}' detects anomalies and predicts no target; there is nothing to score it by.");
        }

        TargetPlan target = Target(package.Predictor);
        Frame rows = TableFile.Read(path, new RowEncoder(package.Predictor.Inputs).Inputs, tokens ?? package.MissingTokens);
        int[] present = target.PresentRows(rows);
        if (present.Length == 0)
        {
            throw new ModelyardException($"The target '{target.Name}' is missing in every row of '{path}'; there is nothing to score predictions by.");
        }

        return present.Length == rows.RowCount ? rows : rows.Take(present);
    }

    /// <summary>Warns if models learned from the very file that they are to be scored on.</summary>
    internal static void WarnIfLearned(string path, Terminal terminal, params IEnumerable<ModelPackage> packages)
    {
        if (Digest(path) is not { } digest)
        {
            return;
        }

        string[] learned = [.. packages.Where(package => string.Equals(package.Lineage.GetValueOrDefault("data sha256"), digest, StringComparison.OrdinalIgnoreCase)).Select(package => $"'{package.Name}'").Distinct()];
        if (learned.Length > 0)
        {
            terminal.Warning($"{string.Join(" and ", learned)} learned from '{Path.GetFileName(path)}' itself: the scores are too good. Compare on rows that no model has seen.");
        }
    }

    /// <summary>Computes what tells a file from others; null if the table comes from elsewhere.</summary>
    internal static string? Digest(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static TargetPlan Target(Predictor predictor) => TargetPlan.OfModel(predictor.TargetName, predictor.Task, predictor.Classes);
}
