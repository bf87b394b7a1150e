using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Makes pass after pass over rows, or over the chunks of a stream, until the loss stops falling.</summary>
internal sealed class SgdLearning
{
    // Streams of random numbers: the parts of the data are drawn far from the orders of the passes.
    private const ulong HoldOutStreams = 1UL << 62;
    private const double LeastFactor = 1e-4;
    private const double Runaway = 1e6;

    // A descent that stopped making progress where the loss is so much worse than in the first pass has not arrived but gone astray.
    private const double Worse = 2;

    private readonly GradientDescent _settings;
    private readonly FitContext _context;
    private readonly LearningRates _rates;
    private readonly SgdSteps _steps;

    internal SgdLearning(GradientDescent settings, TaskKind task, ScoreLoss loss, FitContext context)
    {
        settings.CheckTogether();
        _settings = settings;
        _context = context;
        _rates = new LearningRates(settings, task, loss);
        _steps = new SgdSteps(settings, loss, _rates, context);
    }

    internal SgdSteps Steps => _steps;

    /// <summary>Learns from chunks of rows, which every pass gives again.</summary>
    /// <param name="chunks">The chunks of a pass.</param>
    /// <param name="state">The parameters at the start.</param>
    /// <returns>The parameters at the end.</returns>
    internal SgdState Run(Func<IEnumerable<SgdRows>> chunks, SgdState state)
    {
        double best = double.PositiveInfinity, first = double.NaN, last = double.NaN;
        SgdState? kept = null;
        int stalled = 0;
        for (int epoch = 0; epoch < _settings.MaxEpochs; epoch++)
        {
            _context.Report(epoch, _settings.MaxEpochs);
            (double training, double heldOut) = Epoch(chunks(), state, epoch);
            if (double.IsNaN(training))
            {
                _context.Warn($"The time budget ended '{_settings.GetType().Name}' in pass '{epoch + 1}'; the coefficients are those found so far.");
                return kept ?? state;
            }

            CheckRunaway(epoch, ref first, ref last, training, state);
            double score = _settings.EarlyStopping ? heldOut : training;
            stalled = score > best - (_settings.Tolerance ?? double.NegativeInfinity) ? stalled + 1 : 0;
            if (score < best)
            {
                best = score;
                kept = _settings.EarlyStopping ? state.Clone() : null;
            }

            if (_settings.Tolerance is not null && stalled >= _settings.Patience)
            {
                if (training > Worse * first)
                {
                    throw _steps.Diverged(epoch, _rates.At(state, epoch));
                }

                if (!_rates.IsAdaptive || state.Factor < LeastFactor)
                {
                    return kept ?? state;
                }

                state.Factor /= 5;
                stalled = 0;
            }
        }

        if (_settings.Tolerance is not null)
        {
            _context.Warn($"'{_settings.GetType().Name}' made '{_settings.MaxEpochs}' passes and the loss still falls. Raise MaxEpochs or Tolerance, or scale the features.");
        }

        return kept ?? state;
    }

    /// <summary>Makes one pass over one chunk.</summary>
    internal void RunChunk(SgdRows rows, SgdState state, int number)
    {
        int[] order = Order(rows.Count, number, 0);
        double loss = _steps.Pass(rows, order, state, number);
        if (!double.IsNaN(loss) && !Array.TrueForAll(state.Weights, double.IsFinite))
        {
            throw _steps.Diverged(number, _rates.At(state, number));
        }
    }

    private (double Training, double HeldOut) Epoch(IEnumerable<SgdRows> chunks, SgdState state, int epoch)
    {
        double training = 0, heldOut = 0;
        long trained = 0, held = 0;
        int number = 0;
        foreach (SgdRows rows in chunks)
        {
            int[] order = Parts(rows.Count, number, out int[] validation);
            _context.Random(((ulong)epoch << 24) + (ulong)number + 1).Shuffle(order.AsSpan());
            double loss = _steps.Pass(rows, order, state, epoch);
            if (double.IsNaN(loss))
            {
                return (double.NaN, double.NaN);
            }

            training += loss * order.Length;
            trained += order.Length;
            if (validation.Length > 0)
            {
                heldOut += _steps.MeanLoss(rows, validation, state) * validation.Length;
                held += validation.Length;
            }

            number++;
        }

        return (training / Math.Max(1, trained), held > 0 ? heldOut / held : training / Math.Max(1, trained));
    }

    private int[] Order(int count, int epoch, int chunk) => _context.Random(((ulong)epoch << 24) + (ulong)chunk + 1).Permutation(count);

    /// <summary>Parts the rows of a chunk into those that train and those that are held out, the same in every pass.</summary>
    private int[] Parts(int count, int chunk, out int[] validation)
    {
        int[] rows = new int[count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        int held = _settings.EarlyStopping && count > 1 ? Math.Clamp((int)Math.Round(_settings.ValidationShare * count), 1, count - 1) : 0;
        if (held > 0)
        {
            _context.Random(HoldOutStreams + (ulong)chunk).Shuffle(rows.AsSpan());
        }

        validation = rows[..held];
        return rows[held..];
    }

    /// <summary>Ends a fit whose loss grows from pass to pass, long before the numbers run out.</summary>
    private void CheckRunaway(int epoch, ref double first, ref double last, double loss, SgdState state)
    {
        bool grows = epoch > 1 && loss > last && loss > Runaway * (1 + first);
        if (grows || !Array.TrueForAll(state.Weights, double.IsFinite))
        {
            throw _steps.Diverged(epoch, _rates.At(state, epoch));
        }

        first = double.IsNaN(first) ? loss : first;
        last = loss;
    }
}
