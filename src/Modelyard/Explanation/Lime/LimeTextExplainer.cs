using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Explanation.Lime;

/// <summary>Explains single predictions by the words of a text: by a sparse linear model of which words are left in it (LIME). The other columns stay as they are.</summary>
/// <remarks>
/// Words are taken out at random, each with all of its places and the sequences that it is part of; a row weighs the less, the greater the cosine distance of what is left to the whole.
/// Words that the model does not know are none. The same seed gives the same bits on any number of threads. Safe for any number of threads.
/// Source: Ribeiro, Singh and Guestrin (2016), "Why should I trust you?": explaining the predictions of any classifier, KDD.
/// </remarks>
public sealed class LimeTextExplainer
{
    private const double UsualWidth = 0.25;
    private const char Blank = ' ';
    private readonly ModelFunction _function;
    private readonly RowLayout _layout;
    private readonly int _column;

    private LimeTextExplainer(ModelFunction function, RowLayout layout, int column, LimeOptions options)
    {
        _function = function;
        _layout = layout;
        _column = column;
        Options = options;
    }

    /// <summary>Gets the column that is a text.</summary>
    public Feature Column => _layout.Columns[_column];

    /// <summary>Gets the names of the outputs: the classes, of two the second alone; one empty name for a number.</summary>
    public IReadOnlyList<string> Outputs => _function.Outputs;

    /// <summary>Gets the options.</summary>
    public LimeOptions Options { get; }

    /// <summary>Prepares explanations of a predictor.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="column">The name of the column that is a text.</param>
    /// <param name="options">The options, of which that for numbers has no part here; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The predictor reads no such column, or it is no text.</exception>
    public static LimeTextExplainer For(Predictor predictor, string column, LimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        int place = predictor.Inputs.IndexOf(column);
        if (place < 0 || predictor.Inputs[place].Kind != FeatureKind.Text)
        {
            string[] texts = [.. predictor.Inputs.Where(input => input.Kind == FeatureKind.Text).Select(input => $"'{input.Name}'")];
            string known = texts.Length == 0 ? "It reads no text; explain it by its columns." : $"Its texts are {string.Join(", ", texts)}.";
            throw new ModelyardException($"The column '{column}' is not a text that the model reads. {known}");
        }

        return new LimeTextExplainer(ModelFunction.Of(predictor.Model), new RowLayout(predictor.Model.Features), place, options ?? LimeOptions.Default);
    }

    /// <summary>Explains the prediction of one row.</summary>
    /// <param name="row">One number for each feature of the model, as <c>RowEncoder</c> makes them.</param>
    /// <param name="output">The position of the output; null for the only one, or the greatest for the row.</param>
    /// <param name="context">The seed, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The explanation; without weights if there is no word that the model knows.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public LimeExplanation Explain(ReadOnlySpan<double> row, int? output = null, FitContext? context = null)
    {
        context ??= FitContext.Default;
        RowCheck.Features(row, _function.Features.Count);
        double[] own = row.ToArray();
        WordPlaces[] words = WordsOf(own);
        LocalSample sample = Sample(own, words, context);
        int chosen = LocalOutput.Choose(sample, output);
        if (words.Length == 0)
        {
            double prediction = sample.Outputs[0, chosen];
            return new LimeExplanation(Outputs[chosen], prediction, prediction, prediction, 1, []);
        }

        var fit = LocalSurrogate.Fit(sample, chosen, Options, context);
        LimeWeight[] weights = [.. fit.Chosen.Select((word, i) => new LimeWeight(words[word].Word, $"{Column.Name} has '{words[word].Word}'", fit.Coefficients[i])).OrderByDescending(one => Math.Abs(one.Weight))];
        return new LimeExplanation(Outputs[chosen], sample.Outputs[0, chosen], fit.Predict(sample.Members.Row(0)), fit.Intercept, fit.Fidelity, weights);
    }

    /// <summary>Explains one row again and again, each time by other samples, and says how far the explanations agree.</summary>
    /// <param name="row">One number for each feature of the model.</param>
    /// <param name="repeats">The number of explanations, 2 or more.</param>
    /// <param name="output">The position of the output; null for the only one, or the greatest for the row.</param>
    /// <param name="context">The seed, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>How stable the words and their weights are.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 repeats, or there is no such output.</exception>
    public LimeStability Stability(ReadOnlySpan<double> row, int repeats = 10, int? output = null, FitContext? context = null)
    {
        double[] own = row.ToArray();
        return StabilityTally.Of(repeats, context ?? FitContext.Default, part => Explain(own, output, part));
    }

    /// <summary>Finds the words of a row, and where each and the sequences with it are counted.</summary>
    private WordPlaces[] WordsOf(double[] row)
    {
        (int first, int count) = _layout.TermsOf(_column).GetOffsetAndLength(row.Length);
        var words = new Dictionary<string, WordPlaces>(StringComparer.Ordinal);
        for (int term = 0; term < count; term++)
        {
            if (row[first + term] == 0)
            {
                continue;
            }

            string text = Column.Levels[term];
            foreach (string word in text.Split(Blank).Distinct())
            {
                if (!words.TryGetValue(word, out WordPlaces? places))
                {
                    words.Add(word, places = new WordPlaces(word, []));
                }

                places.Terms.Add(first + term);
                places.Count = text.Length == word.Length ? row[first + term] : places.Count;
            }
        }

        return [.. words.Values];
    }

    private LocalSample Sample(double[] row, WordPlaces[] words, FitContext context)
    {
        double width = Options.KernelWidth ?? UsualWidth;
        int samples = words.Length == 0 ? 1 : Options.Samples;
        var members = new Matrix(samples, words.Length);
        double[] weights = new double[samples];
        return new LocalSample(members, weights, _function.Evaluate(samples, Make, context));

        void Make(int number, Span<double> sampled)
        {
            row.CopyTo(sampled);
            Span<double> left = members.Row(number);
            left.Fill(1);
            int kept = words.Length;
            if (number > 0)
            {
                RandomStream random = context.Random((ulong)number);
                int removed = 1 + random.NextInt(words.Length);
                kept -= removed;
                foreach (int word in random.Permutation(words.Length).AsSpan(0, removed))
                {
                    left[word] = 0;
                    Remove(words[word], sampled);
                }
            }

            double distance = words.Length == 0 ? 0 : 1 - Math.Sqrt((double)kept / words.Length);
            weights[number] = Math.Exp(-distance * distance / (2 * width * width));
        }
    }

    private void Remove(WordPlaces word, Span<double> row)
    {
        row[_column] = Math.Max(0, row[_column] - word.Count);
        foreach (int term in word.Terms)
        {
            row[term] = 0;
        }
    }

    /// <summary>Represents a word, how often it stands in the text, and the terms that it is part of.</summary>
    private sealed record WordPlaces(string Word, List<int> Terms)
    {
        internal double Count { get; set; }
    }
}
