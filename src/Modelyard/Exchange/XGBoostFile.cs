using System.Globalization;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Structure;

namespace Modelyard.Exchange;

/// <summary>Reads models that XGBoost saved as JSON: boosted trees that predict a number, a count, or a class.</summary>
/// <remarks>
/// The objectives <c>reg:squarederror</c>, <c>count:poisson</c>, <c>binary:logistic</c>, <c>multi:softprob</c> and <c>multi:softmax</c> of the booster <c>gbtree</c> are read; all else is refused by name.
/// XGBoost compares in single precision whether a value is less than a threshold. Each threshold becomes the number in double precision that parts the same values, so that every row goes the same way.
/// </remarks>
public static class XGBoostFile
{
    private const long MostBytes = 1L << 29;
    private const int MostFeatures = 1_000_000;
    private const int MostClasses = 10_000;

    /// <summary>Reads a model.</summary>
    /// <param name="path">The path of the file, as <c>save_model("model.json")</c> writes it.</param>
    /// <param name="classes">The names of the classes in the order of their numbers; null for the numbers themselves.</param>
    /// <returns>A <see cref="TreeSumRegressionModel"/> or a <see cref="TreeSumClassificationModel"/>.</returns>
    /// <exception cref="ModelFormatException">The file is no such model; the message says where and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IPredictiveModel Read(string path, IReadOnlyList<string>? classes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, classes);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">The JSON.</param>
    /// <param name="classes">The names of the classes in the order of their numbers; null for the numbers themselves.</param>
    /// <returns>A <see cref="TreeSumRegressionModel"/> or a <see cref="TreeSumClassificationModel"/>.</returns>
    /// <exception cref="ModelFormatException">The text is no such model; the message says where and why.</exception>
    public static IPredictiveModel Read(Stream stream, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var document = JsonDocument.Parse(ReadBytes(stream), new JsonDocumentOptions { MaxDepth = 32 });
            return Read(new XGBoostElement(document.RootElement, ""), classes);
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException($"The file is no JSON: {fault.Message}", fault);
        }
    }

    private static ReadOnlyMemory<byte> ReadBytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > MostBytes)
            {
                throw new ModelFormatException($"The model has more than '{MostBytes}' bytes and must have fewer.");
            }
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static IPredictiveModel Read(XGBoostElement root, IReadOnlyList<string>? classes)
    {
        XGBoostElement learner = root["learner"], booster = learner["gradient_booster"], parameters = learner["learner_model_param"];
        string kind = booster["name"].Text(), objective = learner["objective"]["name"].Text();
        if (kind != "gbtree")
        {
            throw new ModelFormatException($"The booster is '{kind}' and must be 'gbtree'.");
        }

        if (parameters.Has("num_target") && parameters["num_target"].Number() > 1)
        {
            throw new ModelFormatException("The model predicts several targets and must predict one.");
        }

        FeatureSchema features = ReadFeatures(learner, parameters["num_feature"].Integer(0, MostFeatures));
        int labels = parameters["num_class"].Integer(0, MostClasses), outputs = Math.Max(1, labels);
        double score = parameters["base_score"].Number();
        Tree[] trees = ReadTrees(booster["model"], features, outputs);
        switch (objective)
        {
            case "reg:squarederror" or "reg:linear":
                return Regression(features, BoostingLink.Identity, trees, score, labels, objective);
            case "count:poisson" when score > 0:
                return Regression(features, BoostingLink.Log, trees, Math.Log(score), labels, objective);
            case "binary:logistic" when score is > 0 and < 1:
                return Classification(features, Names(classes, 2), trees, [Math.Log(score / (1 - score))], labels == 0, objective);
            case "multi:softprob" or "multi:softmax":
                double[] baseline = new double[outputs];
                Array.Fill(baseline, score);
                return Classification(features, Names(classes, labels), trees, baseline, labels > 2, objective);
            default:
                throw new ModelFormatException($"The objective is '{objective}' with a base score of '{score.ToString(CultureInfo.InvariantCulture)}'; it must be one of reg:squarederror, count:poisson, binary:logistic, multi:softprob and multi:softmax, and its base score must suit it.");
        }
    }

    private static TreeSumRegressionModel Regression(FeatureSchema features, BoostingLink link, Tree[] trees, double baseline, int labels, string objective) => labels == 0
        ? new TreeSumRegressionModel(features, link, new TreeScores(trees, [baseline]))
        : throw new ModelFormatException($"The objective '{objective}' has '{labels}' classes and must have none.");

    private static TreeSumClassificationModel Classification(FeatureSchema features, IReadOnlyList<string> classes, Tree[] trees, double[] baseline, bool fits, string objective) => fits
        ? new TreeSumClassificationModel(features, classes, new TreeScores(trees, baseline))
        : throw new ModelFormatException($"The objective '{objective}' does not suit the number of classes of the model; a model of two classes has 'binary:logistic'.");

    private static IReadOnlyList<string> Names(IReadOnlyList<string>? given, int count) =>
        given is null ? [.. Enumerable.Range(0, count).Select(label => label.ToString(CultureInfo.InvariantCulture))]
        : given.Count == count && given.Distinct(StringComparer.Ordinal).Count() == count ? given
        : throw new ModelyardException($"'{given.Count}' names of classes are given; the model has '{count}', and each needs a name of its own.");

    private static FeatureSchema ReadFeatures(XGBoostElement learner, int count)
    {
        string[] names = learner.Has("feature_names") ? [.. learner["feature_names"].Items().Select(item => item.Text())] : [];
        string[] types = learner.Has("feature_types") ? [.. learner["feature_types"].Items().Select(item => item.Text())] : [];
        if (Array.IndexOf(types, "c") is >= 0 and int categorical)
        {
            throw new ModelFormatException($"The feature at 'learner.feature_types[{categorical}]' is categorical, which is not read; encode it as numbers before training.");
        }

        if (names.Length != 0 && (names.Length != count || names.Distinct(StringComparer.Ordinal).Count() != count))
        {
            throw new ModelFormatException($"The value 'learner.feature_names' holds '{names.Length}' names and must hold '{count}' different ones.");
        }

        return new FeatureSchema(names.Length > 0 ? names.Select(name => new Feature(name)) : Enumerable.Range(0, count).Select(i => new Feature($"f{i}")));
    }

    private static Tree[] ReadTrees(XGBoostElement model, FeatureSchema features, int outputs)
    {
        XGBoostElement[] trees = [.. model["trees"].Items()];
        int[] outputOf = model["tree_info"].Integers();
        if (trees.Length == 0 || outputOf.Length != trees.Length || trees.Length % outputs != 0)
        {
            throw new ModelFormatException($"The model has '{trees.Length}' trees and must have one or more, as many for each of its '{outputs}' outputs, each with its place in 'tree_info'.");
        }

        // Trees of one output may follow one another, as with several parallel trees: here they take turns.
        var turns = new Queue<Tree>[outputs];
        for (int output = 0; output < outputs; output++)
        {
            turns[output] = [];
        }

        for (int i = 0; i < trees.Length; i++)
        {
            if (outputOf[i] < 0 || outputOf[i] >= outputs)
            {
                throw new ModelFormatException($"The value 'learner.gradient_booster.model.tree_info[{i}]' is '{outputOf[i]}' and must be from 0 to '{outputs - 1}'.");
            }

            turns[outputOf[i]].Enqueue(XGBoostTree.Read(trees[i], features.Count));
        }

        return Array.TrueForAll(turns, own => own.Count == trees.Length / outputs)
            ? [.. Enumerable.Range(0, trees.Length).Select(i => turns[i % outputs].Dequeue())]
            : throw new ModelFormatException("The value 'learner.gradient_booster.model.tree_info' must give each output as many trees.");
    }
}
