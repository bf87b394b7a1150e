using System.Collections.Concurrent;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Pipelines;

/// <summary>Represents fitted transformers that are applied one after the other.</summary>
internal sealed class StepSequence
{
    // What is transformed at a time, 256 KB, and from how much on: 8 MB.
    private const int BlockElements = 1 << 15;
    private const int LeastBlockRows = 32;
    private const int MostBlockRows = 1024;
    private const long WorthBlocks = 1 << 20;

    private readonly ITransformModel[] _steps;

    internal StepSequence(IReadOnlyList<ITransformModel> steps)
    {
        _steps = [.. steps];
        for (int i = 1; i < _steps.Length; i++)
        {
            if (_steps[i].Features.Count != _steps[i - 1].Outputs.Count)
            {
                throw new ModelFormatException(
                    $"Step '{i}' of the pipeline reads '{_steps[i].Features.Count}' features and the step before gives '{_steps[i - 1].Outputs.Count}'.");
            }
        }

        ScratchLength = 2 * _steps.Max(step => step.Outputs.Count);
    }

    internal IReadOnlyList<ITransformModel> Steps => _steps;

    internal FeatureSchema Inputs => _steps[0].Features;

    internal FeatureSchema Outputs => _steps[^1].Outputs;

    /// <summary>Gets the number of elements that <see cref="Transform(ReadOnlySpan{double}, Span{double})"/> needs to work in.</summary>
    internal int ScratchLength { get; }

    /// <summary>Transforms one row and returns the part of the scratch space that holds the result.</summary>
    internal ReadOnlySpan<double> Transform(ReadOnlySpan<double> row, Span<double> scratch)
    {
        int half = ScratchLength / 2;
        ReadOnlySpan<double> current = row;
        for (int i = 0; i < _steps.Length; i++)
        {
            Span<double> next = scratch.Slice((i & 1) * half, _steps[i].Outputs.Count);
            _steps[i].Transform(current, next);
            current = next;
        }

        return current;
    }

    /// <summary>Transforms many sparse rows; what comes out may be sparse or dense.</summary>
    internal Dataset Transform(SparseMatrix rows, int degree)
    {
        Dataset data = Dataset.WithoutTarget(rows, Inputs);
        foreach (ITransformModel step in _steps)
        {
            data = step.Transform(data, degree);
        }

        return data;
    }

    /// <summary>Transforms many rows for a model: at once while what comes out is small, else block by block in memory that stays in the nearer caches (polynomial_diamonds).</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="action">Receives the first row of a block, what came out of it, and the number of threads that it may use, on any thread.</param>
    internal void Transform(Matrix rows, int degree, Action<int, Matrix, int> action)
    {
        RowCheck.Features(rows, Inputs.Count);
        if ((long)rows.Rows * (ScratchLength / 2) < WorthBlocks)
        {
            action(0, Transform(rows, degree), degree);
            return;
        }

        Blocks(rows, null, degree, (first, current) => action(first, current, 1));
    }

    /// <summary>Transforms many rows into memory that is there, block by block: what the steps before the last give is never held for all rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="result">Receives the transformed rows, rows x outputs.</param>
    /// <param name="degree">The greatest number of threads.</param>
    internal void Transform(Matrix rows, Matrix result, int degree)
    {
        RowCheck.Features(rows, Inputs.Count);
        Blocks(rows, result, degree, null);
    }

    /// <summary>Transforms many rows.</summary>
    internal Matrix Transform(Matrix rows, int degree)
    {
        foreach (ITransformModel step in _steps)
        {
            rows = step.Transform(rows, degree);
        }

        return rows;
    }

    /// <summary>Transforms blocks of rows, the last step of each into the result if there is one.</summary>
    private void Blocks(Matrix rows, Matrix? result, int degree, Action<int, Matrix>? action)
    {
        int block = Math.Clamp(BlockElements / Math.Max(1, ScratchLength / 2), LeastBlockRows, MostBlockRows);
        ITransformModel[] held = result is null ? _steps : _steps[..^1];
        var spare = new ConcurrentBag<Matrix[]>();
        ParallelLoop.Blocks(rows.Rows, block, degree, (first, count) =>
        {
            Matrix[] memory = spare.TryTake(out Matrix[]? used) ? used : Array.ConvertAll(held, step => new Matrix(block, step.Outputs.Count));
            Matrix current = rows.RowRange(first, count);
            for (int i = 0; i < _steps.Length; i++)
            {
                Matrix next = i < memory.Length ? memory[i].RowRange(0, count) : result!.RowRange(first, count);
                _steps[i].Transform(current, next);
                current = next;
            }

            action?.Invoke(first, current);
            spare.Add(memory);
        });
    }
}
