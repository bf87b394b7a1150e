namespace Modelyard.Numerics;

/// <summary>Runs loops on several threads with results that do not depend on how many.</summary>
/// <remarks>
/// Work is cut by the size of the data, never by the number of threads, and partial results are merged in the order of
/// their chunks. A loop at degree 1 runs on the calling thread and starts nothing. A loop in the body of another ends with it: numerical routines
/// need not be told of the fit that they work for.
/// </remarks>
public static class ParallelLoop
{
    // The cancellation of the loop whose body this thread runs.
    [ThreadStatic]
    private static CancellationToken _outer;

    /// <summary>Runs a body once for each index.</summary>
    /// <param name="count">The number of indexes.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <param name="body">The body; it must write only what belongs to its index.</param>
    /// <param name="cancellation">Ends the loop between two bodies, and the loops within them; by default that of the loop around this one.</param>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static void For(int count, int degree, Action<int> body, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        cancellation = cancellation.CanBeCanceled ? cancellation : _outer;
        if (degree <= 1 || count <= 1)
        {
            CancellationToken outer = _outer;
            _outer = cancellation;
            try
            {
                for (int i = 0; i < count; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    body(i);
                }
            }
            finally
            {
                _outer = outer;
            }

            return;
        }

        int next = -1;
        int workers = Math.Min(degree, count);
        var failures = new Exception?[workers];
        bool failed = false;
        void Work(int worker)
        {
            CancellationToken outer = _outer;
            _outer = cancellation;
            try
            {
                int i;
                while (!Volatile.Read(ref failed) && (i = Interlocked.Increment(ref next)) < count)
                {
                    cancellation.ThrowIfCancellationRequested();
                    body(i);
                }
            }
            catch (Exception exception)
            {
                failures[worker] = exception;
                Volatile.Write(ref failed, true);
            }
            finally
            {
                _outer = outer;
            }
        }

        // Whoever claims a helper first, the helper itself or the caller that has done all the work, decides whether it takes part: on a busy
        // machine the caller does not wait for a thread that has not come yet (logistic_letters).
        int[] claims = new int[workers];
        var tasks = new Task[workers];
        for (int worker = 1; worker < workers; worker++)
        {
            int own = worker;
            tasks[own] = Task.Run(
                () =>
                {
                    if (Interlocked.Exchange(ref claims[own], 1) == 0)
                    {
                        Work(own);
                    }
                },
                CancellationToken.None);
        }

        Work(0);
        for (int worker = 1; worker < workers; worker++)
        {
            if (Interlocked.Exchange(ref claims[worker], 1) != 0)
            {
                tasks[worker].Wait(CancellationToken.None);
            }
        }

        foreach (Exception? failure in failures)
        {
            if (failure is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    /// <summary>Ends the work if the loop in whose body it is done was cancelled: for long work without a loop of its own.</summary>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    internal static void Check() => _outer.ThrowIfCancellationRequested();

    /// <summary>Gets the cancellation of the loop in whose body this thread works: for work that goes on on threads of others.</summary>
    internal static CancellationToken Cancellation => _outer;

    /// <summary>Makes the loops and checks of this thread end with a cancellation until what is returned is disposed of.</summary>
    /// <param name="cancellation">The cancellation; one that cannot be asked for changes nothing.</param>
    internal static LoopScope Enter(CancellationToken cancellation)
    {
        var scope = new LoopScope(_outer);
        _outer = cancellation.CanBeCanceled ? cancellation : _outer;
        return scope;
    }

    /// <summary>Goes back to the cancellation of the work around a <see cref="LoopScope"/>.</summary>
    internal static void Leave(CancellationToken before) => _outer = before;

    /// <summary>Runs a body once for each block of consecutive indexes.</summary>
    /// <param name="count">The number of indexes.</param>
    /// <param name="block">The number of indexes in a block; the last may be shorter.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="body">The body, given the first index and the number of indexes of its block.</param>
    /// <param name="cancellation">Ends the loop between two blocks.</param>
    public static void Blocks(int count, int block, int degree, Action<int, int> body, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        int blocks = (int)(((long)count + block - 1) / block);
        For(blocks, degree, i => body(i * block, Math.Min(block, count - (i * block))), cancellation);
    }

    /// <summary>Folds blocks of consecutive indexes into partial results and merges those in the order of the blocks.</summary>
    /// <typeparam name="T">The type of a partial result.</typeparam>
    /// <param name="count">The number of indexes.</param>
    /// <param name="block">The number of indexes in a block: part of the result's definition, so it must not depend on the degree.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="fold">Computes the partial result of a block from its first index and its number of indexes.</param>
    /// <param name="merge">Merges the second partial result into the first and returns it.</param>
    /// <param name="cancellation">Ends the loop between two blocks.</param>
    /// <returns>The merged result; of no blocks, the partial result of an empty one.</returns>
    public static T Reduce<T>(int count, int block, int degree, Func<int, int, T> fold, Func<T, T, T> merge, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(merge);
        if (count <= block)
        {
            cancellation.ThrowIfCancellationRequested();
            return fold(0, count);
        }

        int blocks = (int)(((long)count + block - 1) / block), merged = 0;
        var parts = new T[blocks];
        bool[] done = new bool[blocks];
        T? result = default;
        var order = new Lock();
        For(
            blocks,
            degree,
            i =>
            {
                T part = fold(i * block, Math.Min(block, count - (i * block)));

                // Whoever completes a run of parts merges it: few are held at a time, however many there are (a Gram matrix of thousands of features).
                lock (order)
                {
                    parts[i] = part;
                    done[i] = true;
                    for (; merged < blocks && done[merged]; merged++)
                    {
                        result = merged == 0 ? parts[0] : merge(result!, parts[merged]);
                        parts[merged] = default!;
                    }
                }
            },
            cancellation);
        return result!;
    }
}
