using System.Runtime.ExceptionServices;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents threads that stand ready for many short loops, one after the other.</summary>
/// <remarks>
/// Growing a tree takes dozens of loops of a few microseconds each, where waking a thread of the pool takes tens. Helpers look out for the next
/// loop for a moment before they sleep, and whoever starts a loop takes up its work without waiting for them. Loops do not nest.
/// </remarks>
internal sealed class WorkTeam : IDisposable
{
    private const int PatienceMicroseconds = 60;
    private readonly Lock _starting = new();
    private readonly object _gate = new();
    private Job? _job;
    private bool _ended;
    private int _sleepers;

    internal WorkTeam(int degree)
    {
        Degree = Math.Max(degree, 1);
        for (int helper = 1; helper < Degree; helper++)
        {
            new Thread(Help) { IsBackground = true, Name = "Modelyard boosting" }.Start();
        }
    }

    /// <summary>Gets a team of the calling thread alone.</summary>
    internal static WorkTeam Alone { get; } = new(1);

    /// <summary>Gets the number of threads.</summary>
    internal int Degree { get; }

    /// <summary>Runs a body once for each index; it must write only what belongs to its index.</summary>
    internal void For(int count, Action<int> body)
    {
        if (Degree == 1 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                body(i);
            }

            return;
        }

        lock (_starting)
        {
            var job = new Job(body, count);
            Interlocked.Exchange(ref _job, job);
            if (Volatile.Read(ref _sleepers) > 0)
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                }
            }

            job.Work();
            job.Await();
        }
    }

    /// <summary>Runs a body once for each block of consecutive indexes.</summary>
    internal void Blocks(int count, int block, Action<int, int> body)
    {
        int blocks = (int)(((long)count + block - 1) / block);
        For(blocks, i => body(i * block, Math.Min(block, count - (i * block))));
    }

    /// <summary>Ends the helpers.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _ended, true);
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void Help()
    {
        Job? last = null;
        long since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!Volatile.Read(ref _ended))
        {
            Job? job = Volatile.Read(ref _job);
            if (job is not null && job != last)
            {
                last = job;
                job.Work();
                since = System.Diagnostics.Stopwatch.GetTimestamp();
            }
            else if (System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalMicroseconds < PatienceMicroseconds)
            {
                Thread.SpinWait(8);
            }
            else
            {
                Sleep(last);
                since = System.Diagnostics.Stopwatch.GetTimestamp();
            }
        }
    }

    private void Sleep(Job? last)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _job) == last && !Volatile.Read(ref _ended))
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }

    private sealed class Job(Action<int> body, int count)
    {
        private int _next = -1;
        private int _done;
        private Exception? _fault;

        internal void Work()
        {
            int i;
            while ((i = Interlocked.Increment(ref _next)) < count)
            {
                try
                {
                    if (_fault is null)
                    {
                        body(i);
                    }
                }
                catch (Exception fault)
                {
                    Interlocked.CompareExchange(ref _fault, fault, null);
                }

                Interlocked.Increment(ref _done);
            }
        }

        internal void Await()
        {
            var spinner = default(SpinWait);
            while (Volatile.Read(ref _done) < count)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }

            if (_fault is not null)
            {
                ExceptionDispatchInfo.Throw(_fault);
            }
        }
    }
}
