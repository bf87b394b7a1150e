using System.Buffers;
using System.Runtime.CompilerServices;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents trees, laid out to be walked fast.</summary>
/// <remarks>
/// Many rows at once find their leaves in <see cref="LeafSets"/> where the trees are small enough. Else they walk:
/// A row becomes byte codes once; then a step is a comparison of bytes in a node of eight. Each feature has two codes: its own, in which a missing
/// value is least and so goes left, and that less one, in which it wraps around to the greatest and goes right. Several walks
/// go on at once, each for as many steps as its tree is deep, so that no branch depends on the data and one waits while others move.
/// </remarks>
internal sealed unsafe class TreeEnsemble
{
    private const int BlockRows = 64;
    private const int Lanes = 8;

    /// <summary>The rows from which on forming sets of leaves costs less than it saves.</summary>
    private const int LeastRowsForSets = 128;

    /// <summary>The bytes that the codes and scores of a block may take: they stay in the second cache.</summary>
    private const int SetBlockBytes = 1 << 18;

    private readonly PinnedArray<EnsembleNode> _nodes;
    private readonly PinnedArray<double> _values;
    private readonly PinnedArray<int>? _sets;
    private readonly PinnedArray<ulong>? _setWords;
    private readonly int[] _roots;
    private readonly int[] _depths;
    private readonly int[] _used;
    private readonly int[] _slots;
    private readonly bool _smallTrees;
    private readonly FeatureBins[] _bins;

    internal TreeEnsemble(EnsembleTables tables)
    {
        Tables = tables;
        _bins = tables.Bins;
        _used = tables.UsedFeatures();
        _roots = tables.Roots;
        _depths = tables.Depths();
        _nodes = new PinnedArray<EnsembleNode>(tables.NodeCount);
        _values = new PinnedArray<double>(tables.NodeCount);
        tables.Values.CopyTo(_values.Span);
        int[] slots = _slots = new int[_bins.Length];
        for (int slot = 0; slot < _used.Length; slot++)
        {
            slots[_used[slot]] = slot;
        }

        _smallTrees = tables.HaveLeaves(LeafSets.MostLeaves);

        for (int node = 0; node < tables.NodeCount; node++)
        {
            _nodes.Span[node] = tables.IsLeaf(node)
                ? new EnsembleNode(255, node)
                : tables.MissingLeft(node) || tables.SetOf(node) >= 0
                    ? new EnsembleNode(((uint)slots[tables.Features[node]] << 9) | (tables.SetOf(node) >= 0 ? 0u : tables.Bin(node)), tables.Left[node])
                    : new EnsembleNode(((uint)slots[tables.Features[node]] << 9) | 256 | (uint)(tables.Bin(node) - 1), tables.Left[node]);
        }

        if (tables.LevelSets.Length > 0)
        {
            (_sets, _setWords) = FormSets(tables);
        }
    }

    /// <summary>Gets the trees as they are stored.</summary>
    internal EnsembleTables Tables { get; }

    /// <summary>Gets the number of scores a row.</summary>
    internal int Outputs => Tables.Baseline.Length;

    private int CodeBytes => Math.Max(2 * _used.Length, 2);

    /// <summary>Computes the scores of one row.</summary>
    internal void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        const int MostOnStack = 1024;
        if (CodeBytes <= MostOnStack)
        {
            byte* codes = stackalloc byte[CodeBytes];
            Score(row, codes, scores);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(CodeBytes);
        fixed (byte* codes = rented)
        {
            Score(row, codes, scores);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Computes the scores of many rows.</summary>
    internal void Score(Matrix rows, Action<int, ReadOnlySpan<double>> take, int degree)
    {
        if (_smallTrees && rows.Rows >= LeastRowsForSets)
        {
            ScoreBySets(rows, take, degree);
            return;
        }

        int outputs = Outputs;
        ParallelLoop.Blocks(rows.Rows, BlockRows * 16, degree, (start, total) =>
        {
            byte[] codeBuffer = ArrayPool<byte>.Shared.Rent(BlockRows * CodeBytes);
            double[] scoreBuffer = ArrayPool<double>.Shared.Rent(BlockRows * outputs);
            fixed (byte* codes = codeBuffer)
            fixed (double* scores = scoreBuffer)
            {
                for (int first = start; first < start + total; first += BlockRows)
                {
                    int count = Math.Min(BlockRows, start + total - first);
                    for (int i = 0; i < count; i++)
                    {
                        Encode(rows.Row(first + i), codes + (i * CodeBytes));
                        Tables.Baseline.CopyTo(scoreBuffer.AsSpan(i * outputs));
                    }

                    if (_sets is null)
                    {
                        ScoreBlock(new ThresholdWalk(_nodes.Pointer), codes, count, scores);
                    }
                    else
                    {
                        ScoreBlock(new SetWalk(_nodes.Pointer, _sets.Pointer, _setWords!.Pointer), codes, count, scores);
                    }

                    take(first, scoreBuffer.AsSpan(0, count * outputs));
                }
            }

            ArrayPool<byte>.Shared.Return(codeBuffer);
            ArrayPool<double>.Shared.Return(scoreBuffer);
        });
    }

    private void ScoreBySets(Matrix rows, Action<int, ReadOnlySpan<double>> take, int degree)
    {
        int outputs = Outputs, width = Math.Max(1, _used.Length);
        int most = Math.Clamp(SetBlockBytes / (width + (sizeof(double) * outputs)), LeastRowsForSets, 4096);
        int share = (rows.Rows + (2 * Math.Max(1, degree)) - 1) / (2 * Math.Max(1, degree));
        ParallelLoop.Blocks(rows.Rows, Math.Clamp(share, LeastRowsForSets, most), degree, (first, count) => ScoreBlockBySets(rows, first, count, take));
    }

    // Compiled at once as well as can be: a process that predicts a few large batches would be through before the runtime takes it for hot (hgb_diamonds).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreBlockBySets(Matrix rows, int first, int count, Action<int, ReadOnlySpan<double>> take)
    {
        int outputs = Outputs;
        using var sets = new LeafSets(Tables, _slots);
        using var scratch = new ScratchBuffer(count);
        byte[] codeBuffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, _used.Length) * count);
        double[] scoreBuffer = ArrayPool<double>.Shared.Rent(outputs * count);
        fixed (byte* codes = codeBuffer)
        {
            Encode(rows, first, count, codes);
            for (int output = 0; output < outputs; output++)
            {
                Span<double> sums = scratch.Span;
                sums.Fill(Tables.Baseline[output]);
                for (int tree = output; tree < _roots.Length; tree += outputs)
                {
                    sets.Form(tree);
                    sets.AddTo(codes, count, count, scratch.Pointer);
                }

                for (int i = 0; i < count; i++)
                {
                    scoreBuffer[(i * outputs) + output] = sums[i];
                }
            }
        }

        take(first, scoreBuffer.AsSpan(0, outputs * count));
        ArrayPool<byte>.Shared.Return(codeBuffer);
        ArrayPool<double>.Shared.Return(scoreBuffer);
    }

    /// <summary>Computes the codes of a block, slot by slot; few rows at a time, which stay in the first cache.</summary>
    private void Encode(Matrix rows, int first, int count, byte* codes)
    {
        fixed (double* values = rows.Storage())
        {
            for (int done = 0; done < count; done += BlockRows)
            {
                double* row = values + ((nint)(first + done) * rows.Stride);
                for (int slot = 0; slot < _used.Length; slot++)
                {
                    _bins[_used[slot]].Encode(row + _used[slot], rows.Stride, Math.Min(BlockRows, count - done), codes + ((nint)slot * count) + done);
                }
            }
        }
    }

    private static (PinnedArray<int> Sets, PinnedArray<ulong> Words) FormSets(EnsembleTables tables)
    {
        // Sets 0 to 255 hold the codes up to their number: a numeric split. Those of levels follow.
        const int Bins = 256;
        var sets = new PinnedArray<int>(tables.NodeCount);
        var words = new PinnedArray<ulong>((Bins * CodeSet.Words) + tables.LevelSets.Length);
        for (int bin = 0; bin < Bins; bin++)
        {
            for (int code = 0; code <= bin; code++)
            {
                words.Span[(bin * CodeSet.Words) + (code >> 6)] |= 1UL << (code & 63);
            }
        }

        tables.LevelSets.CopyTo(words.Span[(Bins * CodeSet.Words)..]);
        for (int node = 0; node < tables.NodeCount; node++)
        {
            sets.Span[node] = tables.IsLeaf(node) ? Bins - 1
                : tables.SetOf(node) >= 0 ? Bins + tables.SetOf(node)
                : tables.MissingLeft(node) ? (int)tables.Bin(node) : (int)tables.Bin(node) - 1;
        }

        return (sets, words);
    }

    private void Score(ReadOnlySpan<double> row, byte* codes, Span<double> scores)
    {
        Encode(row, codes);
        Tables.Baseline.CopyTo(scores);
        if (_sets is null)
        {
            ScoreRow(new ThresholdWalk(_nodes.Pointer), codes, scores);
        }
        else
        {
            ScoreRow(new SetWalk(_nodes.Pointer, _sets.Pointer, _setWords!.Pointer), codes, scores);
        }
    }

    private void Encode(ReadOnlySpan<double> row, byte* codes)
    {
        int[] used = _used;
        for (int slot = 0; slot < used.Length; slot++)
        {
            byte code = _bins[used[slot]].Code(row[used[slot]]);
            codes[2 * slot] = code;
            codes[(2 * slot) + 1] = (byte)(code - 1);
        }
    }

    private void ScoreRow<TWalk>(TWalk walk, byte* codes, Span<double> scores)
        where TWalk : struct, IEnsembleWalk
    {
        double* values = _values.Pointer;
        int[] roots = _roots, depths = _depths;
        int outputs = scores.Length, output = 0, tree = 0;
        for (; tree + 4 <= roots.Length; tree += 4)
        {
            int a = roots[tree], b = roots[tree + 1], c = roots[tree + 2], d = roots[tree + 3];
            int depth = Math.Max(Math.Max(depths[tree], depths[tree + 1]), Math.Max(depths[tree + 2], depths[tree + 3]));
            for (; depth > 0; depth--)
            {
                a = walk.Next(a, codes);
                b = walk.Next(b, codes);
                c = walk.Next(c, codes);
                d = walk.Next(d, codes);
            }

            output = Add(scores, output, outputs, values[a]);
            output = Add(scores, output, outputs, values[b]);
            output = Add(scores, output, outputs, values[c]);
            output = Add(scores, output, outputs, values[d]);
        }

        for (; tree < roots.Length; tree++)
        {
            int a = roots[tree];
            for (int depth = depths[tree]; depth > 0; depth--)
            {
                a = walk.Next(a, codes);
            }

            output = Add(scores, output, outputs, values[a]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Add(Span<double> scores, int output, int outputs, double value)
    {
        scores[output] += value;
        return output + 1 == outputs ? 0 : output + 1;
    }

    private void ScoreBlock<TWalk>(TWalk walk, byte* codes, int count, double* scores)
        where TWalk : struct, IEnsembleWalk
    {
        double* values = _values.Pointer;
        int outputs = Outputs, width = CodeBytes;
        for (int tree = 0; tree < _roots.Length; tree++)
        {
            int root = _roots[tree], depth = _depths[tree];
            double* own = scores + (tree % outputs);
            int row = 0;
            for (; row + Lanes <= count; row += Lanes)
            {
                byte* r = codes + (row * width);
                int a = root, b = root, c = root, d = root, e = root, f = root, g = root, h = root;
                for (int step = depth; step > 0; step--)
                {
                    a = walk.Next(a, r);
                    b = walk.Next(b, r + width);
                    c = walk.Next(c, r + (2 * width));
                    d = walk.Next(d, r + (3 * width));
                    e = walk.Next(e, r + (4 * width));
                    f = walk.Next(f, r + (5 * width));
                    g = walk.Next(g, r + (6 * width));
                    h = walk.Next(h, r + (7 * width));
                }

                double* at = own + ((long)row * outputs);
                at[0] += values[a];
                at[outputs] += values[b];
                at[2 * outputs] += values[c];
                at[3 * outputs] += values[d];
                at[4 * outputs] += values[e];
                at[5 * outputs] += values[f];
                at[6 * outputs] += values[g];
                at[7 * outputs] += values[h];
            }

            for (; row < count; row++)
            {
                int at = root;
                for (int step = depth; step > 0; step--)
                {
                    at = walk.Next(at, codes + (row * width));
                }

                own[(long)row * outputs] += values[at];
            }
        }
    }
}
