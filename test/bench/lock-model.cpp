// The lock model on bare C++20 coroutines and std::priority_queue, without statistics.
// Usage: lock-model CPUS SECTIONS DEPTH TABLE; prints one JSON line.

#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <exception>
#include <queue>
#include <utility>
#include <vector>

using Ns = int64_t;

struct Event {
  Ns at;
  uint64_t order;
  std::coroutine_handle<> path;
  bool operator>(const Event &other) const { return at != other.at ? at > other.at : order > other.order; }
};

static std::priority_queue<Event, std::vector<Event>, std::greater<>> events;
static Ns now = 0;
static uint64_t inserted = 0;
static uint64_t acquisitions = 0;
static void schedule(Ns at, std::coroutine_handle<> path) { events.push({at, inserted++, path}); }

/** Coroutine frames from free lists by size. */
static void *frames[64];
static void *takeFrame(size_t size) {
  size_t bucket = (size + 63) / 64;
  if (bucket >= 64) return std::malloc(size);
  void *frame = frames[bucket];
  if (frame == nullptr) return std::malloc(bucket * 64);
  frames[bucket] = *static_cast<void **>(frame);
  return frame;
}
static void giveFrame(void *frame, size_t size) {
  size_t bucket = (size + 63) / 64;
  if (bucket >= 64) return std::free(frame);
  *static_cast<void **>(frame) = frames[bucket];
  frames[bucket] = frame;
}

/** A path that can call other paths; control goes back to the caller by symmetric transfer. */
struct [[nodiscard]] Path {
  struct promise_type {
    std::coroutine_handle<> caller = std::noop_coroutine();
    Path get_return_object() { return Path{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Back {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> done) noexcept {
        return done.promise().caller;
      }
      void await_resume() noexcept {}
    };
    Back final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
    static void *operator new(size_t size) { return takeFrame(size); }
    static void operator delete(void *frame, size_t size) { giveFrame(frame, size); }
  };
  std::coroutine_handle<promise_type> handle;
  explicit Path(std::coroutine_handle<promise_type> made) : handle(made) {}
  Path(Path &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Path() {
    if (handle) handle.destroy();
  }
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> from) {
    handle.promise().caller = from;
    return handle;
  }
  void await_resume() {}
};

struct Delay {
  Ns ns;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> path) { schedule(now + ns, path); }
  void await_resume() {}
};

/** FIFO with hand-off. */
struct Lock {
  bool held = false;
  int last = -1;
  std::deque<std::pair<int, std::coroutine_handle<>>> queue;
  struct Acquire {
    Lock &lock;
    int cpu;
    Ns extra = 0;
    bool await_ready() {
      if (lock.held) return false;
      lock.held = true;
      extra = lock.last != -1 && lock.last != cpu ? 20 : 0;
      lock.last = cpu;
      return true;
    }
    void await_suspend(std::coroutine_handle<> path) { lock.queue.emplace_back(cpu, path); }
    Ns await_resume() {
      acquisitions++;
      return extra;
    }
  };
  Acquire acquire(int cpu) { return {*this, cpu}; }
  void release() {
    if (queue.empty()) {
      held = false;
      return;
    }
    auto [cpu, path] = queue.front();
    queue.pop_front();
    last = cpu;
    schedule(now + 20 + 10 * static_cast<Ns>(queue.size()), path);
  }
};

static Lock lock;
static std::vector<double> table;

struct Draws {
  size_t at;
  Ns next(double mean) {
    double value = table[at];
    at = (at + 1) % table.size();
    return static_cast<Ns>(mean * value + 0.5);
  }
};

static Path section(int cpu, Draws &draws) {
  co_await Delay{50};
  Ns extra = co_await lock.acquire(cpu);
  co_await Delay{extra + draws.next(50)};
  lock.release();
  co_await Delay{50};
}

static Path level(int cpu, Draws &draws, int left) {
  if (left > 2) co_await level(cpu, draws, left - 1);
  else co_await section(cpu, draws);
}

/** All of it in one coroutine. */
static Path flat(int cpu) {
  Draws draws{static_cast<size_t>(cpu) * 7919 % table.size()};
  for (;;) {
    co_await Delay{draws.next(4000)};
    co_await Delay{50};
    Ns extra = co_await lock.acquire(cpu);
    co_await Delay{extra + draws.next(50)};
    lock.release();
    co_await Delay{50};
  }
}

static Path loop(int cpu, int depth) {
  Draws draws{static_cast<size_t>(cpu) * 7919 % table.size()};
  for (;;) {
    co_await Delay{draws.next(4000)};
    if (depth > 2) co_await level(cpu, draws, depth - 1);
    else co_await section(cpu, draws);
  }
}

/** CPU time of this program. */
static double cpuNs() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

static double runTo(uint64_t goal) {
  double start = cpuNs();
  while (acquisitions < goal) {
    Event event = events.top();
    events.pop();
    now = event.at;
    event.path.resume();
  }
  return cpuNs() - start;
}

int main(int, char **argv) {
  int cpus = std::atoi(argv[1]);
  uint64_t sections = std::strtoull(argv[2], nullptr, 10);
  int depth = std::atoi(argv[3]);
  FILE *file = std::fopen(argv[4], "rb");
  double value;
  while (std::fread(&value, sizeof value, 1, file) == 1) table.push_back(value);
  std::fclose(file);
  std::vector<Path> loops;
  for (int cpu = 0; cpu < cpus; cpu++) {
    loops.push_back(depth == 1 ? flat(cpu) : loop(cpu, depth));
    schedule(0, loops.back().handle);
  }
  runTo(sections / 5);
  uint64_t before = acquisitions;
  double spent = runTo(sections / 5 + sections);
  std::printf("{\"nsPerSection\": %.2f, \"sectionsPerMs\": %.6f}\n", spent / static_cast<double>(acquisitions - before),
              static_cast<double>(acquisitions) / static_cast<double>(now) * 1e6);
  std::fflush(stdout);
  std::_Exit(0);
}
